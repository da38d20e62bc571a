"""Somebody at a browser, in one of three ways of using one."""

from home.sample_site.people import PASSWORD

HANDS = ["mouse", "keyboard", "no script"]


class Person:
    """Somebody at a browser, who uses a mouse, the keyboard alone, or no script."""

    def __init__(self, page, hands):
        self.page, self.hands = page, hands

    def sign_in(self, username, then):
        self.page.goto(f"/accounts/login/?next={then}")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        self.press("button", "Sign in with the password")

    def press(self, role, name):
        self.use(self.page.get_by_role(role, name=name, exact=True).first)

    def use(self, place):
        """Press a button or follow a link, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.touch(place)

    def touch(self, place):
        """Press what leads to no other page."""
        if self.hands == "keyboard":
            place.focus()
            self.page.keyboard.press("Enter")
        else:
            place.click()

    def says(self, text):
        return self.page.get_by_text(text).first.is_visible()
