"""Atom feeds to subscribe to: what they hold (`entries`) and where they are asked for (`subscriptions`)."""
