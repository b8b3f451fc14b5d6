"""Which addresses are this machine's alone."""

from ipaddress import ip_address


def is_loopback_name(host: str) -> bool:
    """Whether a host name or address without port is this machine's and nobody else's."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
