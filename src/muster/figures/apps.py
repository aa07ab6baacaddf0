from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "muster.figures"
