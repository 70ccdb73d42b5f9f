package dev.airgap.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A closed choice with the exact word that stands for it in files. */
public interface Named {
  String word();

  static <E extends Enum<E> & Named> Optional<E> find(Class<E> choice, String word) {
    return Arrays.stream(choice.getEnumConstants()).filter(e -> e.word().equals(word)).findFirst();
  }

  static <E extends Enum<E> & Named> List<String> words(Class<E> choice) {
    return Arrays.stream(choice.getEnumConstants()).map(Named::word).toList();
  }
}
