"""What every request passes: bad addresses get a plain answer, and the browser is told what this site never asks for."""

from django.core.exceptions import BadRequest, RequestDataTooBig

LONGEST_QUERY = 2000
# Some pictures that are too large can be let go one by one (see uploads.py); more than this isn't even read.
LARGEST_BODY = 60 * 1024 * 1024
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)


class PlainRequestMiddleware:
    """Answers 400 or 413 to what no page can mean: null bytes, longer query strings than any filter makes, what is no form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or "%00" in query or "\x00" in query or "\x00" in request.path:
            raise BadRequest
        length = request.META.get("CONTENT_LENGTH") or ""
        if length and not length.isdecimal():
            raise BadRequest
        if length and int(length) > LARGEST_BODY:
            raise RequestDataTooBig
        if request.method == "POST" and not _can_be_read(request, length):
            raise BadRequest
        return self.get_response(request)


def _can_be_read(request, length):
    """A form of the kind that a browser sends, with its length; or nothing at all."""
    if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return False
    return length in {"", "0"} or request.content_type in FORMS


class PermissionsPolicyMiddleware:
    """Tells the browser that these pages use no camera, place or payment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
