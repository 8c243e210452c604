"""A certificate that a relay on this machine made for itself."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import (
    BasicConstraints,
    CertificateBuilder,
    IPAddress,
    Name,
    NameAttribute,
    SubjectAlternativeName,
    random_serial_number,
)
from cryptography.x509.oid import NameOID

A_DAY = timedelta(days=1)
NAME = Name([NameAttribute(NameOID.COMMON_NAME, "relay.example")])


def self_made(folder: Path, address: str) -> tuple[SSLContext, Path]:
    """What the relay serves with, and the file that whoever trusts it must have."""
    key = generate_private_key(SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(now - A_DAY)
        .not_valid_after(now + A_DAY)
        .add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(SubjectAlternativeName([IPAddress(ip_address(address))]), critical=False)
        .sign(key, SHA256())
    )
    public, private = folder / "relay.crt", folder / "relay.key"
    public.write_bytes(certificate.public_bytes(Encoding.PEM))
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
