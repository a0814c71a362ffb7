"""TLS for clients that ask for it: a given certificate, or one made beside the database."""

import datetime
import ipaddress
import os
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_VALID = datetime.timedelta(days=3650)


@dataclass(frozen=True)
class Certificate:
    """Where a certificate and its key lie, both as PEM."""

    certificate: Path
    key: Path


def choose_context(
    wanted: bool, certificate: Path | None, key: Path | None, folder: Path, host: str
) -> ssl.SSLContext | None:
    """TLS with the given files, else with a certificate of `folder`; None where none is wanted."""
    if certificate is not None and key is not None:
        return make_context(Certificate(certificate, key))
    return make_context(make_certificate(folder, host)) if wanted else None


def make_context(files: Certificate) -> ssl.SSLContext:
    """What a server's side of TLS needs; raises ValueError naming the files that do not fit."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        text = f"cannot use {files.certificate} with {files.key} for TLS: {error}"
        raise ValueError(text) from error
    return context


def make_certificate(folder: Path, host: str) -> Certificate:
    """A self-signed certificate for `host` in `folder`, made once and kept."""
    files = Certificate(folder / "server.crt", folder / "server.key")
    if files.certificate.exists() and files.key.exists():
        return files
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    _write_key(files.key, key)
    files.certificate.write_bytes(_sign(key, host))
    return files


def _sign(key: ec.EllipticCurvePrivateKey, host: str) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "local Redshift")])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    try:
        return [*names, x509.IPAddress(ipaddress.ip_address(host))]
    except ValueError:
        return [*names, x509.DNSName(host)]


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Readable by its owner alone, from its first byte on."""
    file.unlink(missing_ok=True)
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(text)
