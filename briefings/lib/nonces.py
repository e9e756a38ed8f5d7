"""What makes a signed link one of a kind: a link with another nonce is another link."""

import secrets


def new_nonce():
    return secrets.token_hex(16)
