package dev.airgap.cli;

/** How a result is printed; the names are what {@code --output} takes. */
enum OutputForm {
  text,
  json
}
