"""How a pipeline runs in an image of this site's registry, which trusts the site's CA."""

from zenml import pipeline
from zenml.config import DockerSettings

docker_settings = DockerSettings(parent_image="@IMAGE@")


@pipeline(settings={"docker": docker_settings})
def my_pipeline() -> None:
    ...
