package dev.airgap.installer.check;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pod asks for, or a node has: cores and bytes. */
record Amounts(BigDecimal cpu, BigDecimal memory) {
  static final Amounts NONE = new Amounts(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Of a mapping with {@code cpu} and {@code memory}; what is no quantity counts as nothing. */
  static Amounts of(@Nullable Map<?, ?> resources) {
    return resources == null
        ? NONE
        : new Amounts(amount(resources, "cpu"), amount(resources, "memory"));
  }

  private static BigDecimal amount(Map<?, ?> resources, String key) {
    try {
      return Optional.ofNullable(resources.get(key))
          .map(value -> Quantity.parse(value.toString()).getNumericalAmount())
          .orElse(BigDecimal.ZERO);
    } catch (IllegalArgumentException e) {
      return BigDecimal.ZERO;
    }
  }

  Amounts plus(Amounts other) {
    return new Amounts(cpu.add(other.cpu), memory.add(other.memory));
  }

  Amounts minus(Amounts other) {
    return new Amounts(cpu.subtract(other.cpu), memory.subtract(other.memory));
  }

  Amounts or(Amounts other) {
    return new Amounts(cpu.max(other.cpu), memory.max(other.memory));
  }

  boolean holds(Amounts other) {
    return cpu.compareTo(other.cpu) >= 0 && memory.compareTo(other.memory) >= 0;
  }

  /** Such as {@code 1.5 cores and 512 MiB}. */
  @Override
  public String toString() {
    return "%s cores and %d MiB"
        .formatted(cpu.stripTrailingZeros().toPlainString(), memory.longValue() / (1024 * 1024));
  }
}
