from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "muster.units"
