package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CLibraryTest {
  @Test
  void thisMachine_tellsItsVersion() {
    assertThat(CLibrary.ofThisMachine().version().orElse("")).matches("2\\.[0-9]+");
  }

  @Test
  void newEnough_isTaken() {
    for (String version : List.of("2.34", "2.36", "2.100", "3.0")) {
      assertThatCode(() -> new CLibrary(Optional.of(version)).requireForHelm())
          .as(version)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void tooOldOrUnknown_isSaidInOneLine() {
    for (String version : List.of("2.17", "2.33", "1.99", "two", "2")) {
      assertThatThrownBy(() -> new CLibrary(Optional.of(version)).requireForHelm())
          .as(version)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("needs glibc 2.34 or newer, and this machine has glibc " + version)
          .message()
          .hasLineCount(1);
    }
    assertThatThrownBy(() -> new CLibrary(Optional.empty()).requireForHelm())
        .hasMessageContaining("another C library");
  }
}
