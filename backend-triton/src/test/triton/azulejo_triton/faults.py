"""What a request may get wrong."""


class BadRequest(Exception):
    """The message goes to the client."""
