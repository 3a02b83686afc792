"""What every request passes: bad addresses get a plain answer, and the browser is told what this site never asks for."""

from django.core.exceptions import BadRequest

LONGEST_QUERY = 2000
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
    """Answers 400 to what no page can mean: null bytes, and query strings longer than any filter makes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or "%00" in query or "\x00" in query or "\x00" in request.path:
            raise BadRequest
        return self.get_response(request)


class PermissionsPolicyMiddleware:
    """Tells the browser that these pages use no camera, place or payment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
