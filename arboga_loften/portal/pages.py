"""The pages about the site itself. Their words are here, their names and figures come from the municipality's record."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.models import Activity


@require_safe
def about(request):
    """What the site is for, and who stands behind it."""
    has_examples = Activity.objects.visible().filter(is_example=True).exists()
    return render(request, "portal/about.html", {"has_examples": has_examples})


@require_safe
def accessibility(request):
    """The statement that lagen (2018:1937) and Digg's rules ask for, from the municipality's record."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request):
    return render(request, "portal/privacy.html")


@require_safe
def cookies(request):
    return render(request, "portal/cookies.html")
