"""The doors of this room: public pages, and the admin's own."""
