from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "muster.directives"
