"""A security key made of software, which answers as one in a pocket does."""

import secrets
from hashlib import sha256

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HERE = "http://testserver"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV  # somebody touched it, and it knows who


class SoftKey:
    def __init__(self, user):
        self.user, self.id = user, secrets.token_bytes(32)
        self.secret = ec.generate_private_key(ec.SECP256R1())

    def _answer(self, **response):
        name = websafe_encode(self.id)
        coded = {field: websafe_encode(value) for field, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": coded}

    def made(self, options):
        """What it answers when it is added. The browser says, as many do, that it could replace the password."""
        said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, _challenge(options), HERE)
        public = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.secret.public_key())
        )
        proof = AuthenticatorData.create(_here(), FLAGS | AuthenticatorData.FLAG.AT, 0, public)
        answer = self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", proof, {}))
        return answer | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def used(self, options):
        """What it answers when it is asked who is there."""
        said = CollectedClientData.create(CollectedClientData.TYPE.GET, _challenge(options), HERE)
        proof = AuthenticatorData.create(_here(), FLAGS, 1)
        signature = self.secret.sign(proof + said.hash, ec.ECDSA(SHA256()))
        who = user_pk_to_url_str(self.user).encode()
        return self._answer(clientDataJSON=said, authenticatorData=proof, signature=signature, userHandle=who)


def _challenge(options):
    return options["publicKey"]["challenge"]


def _here():
    return sha256(b"testserver").digest()
