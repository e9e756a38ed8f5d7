"""The addresses of the admin, and those of the app."""

from django.contrib import admin
from django.urls import include, path

from briefings.signing_in.views import invitation_page

handler403 = "briefings.desk.refusals.refused"
handler404 = "briefings.pages.views.not_found"
handler429 = "briefings.signing_in.rate_limits.too_many"
handler500 = "briefings.upkeep.outage.server_error"

urlpatterns = [
    path("admin/account/", include("briefings.signing_in.urls")),
    path("admin/invitation/<str:token>/", invitation_page, name="invitation"),
    path("admin/", admin.site.urls),
    path("", include("briefings.urls")),
]
