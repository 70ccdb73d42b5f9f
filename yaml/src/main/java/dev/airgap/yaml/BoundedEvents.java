package dev.airgap.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Ends a stream of too many or too deeply nested events before they become nodes in memory; the
 * library's own limit of depth comes after its scanner has spent time quadratic in the depth.
 */
final class BoundedEvents implements Parser {
  private final Parser events;
  private final boolean tags;
  private int left;
  private int levelsLeft;

  /**
   * @param tags whether the stream may have tags
   */
  BoundedEvents(Parser events, int most, int depth, boolean tags) {
    this.events = events;
    this.tags = tags;
    this.left = most;
    this.levelsLeft = depth;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return events.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return events.peekEvent();
  }

  @Override
  public Event getEvent() {
    Event event = events.getEvent();
    if (--left < 0) {
      throw new Refused("there are too many values up to here", event.getStartMark());
    }
    levelsLeft +=
        switch (event) {
          case CollectionStartEvent _ -> -1;
          case CollectionEndEvent _ -> 1;
          default -> 0;
        };
    if (levelsLeft < 0) {
      throw new Refused("this is nested too deep", event.getStartMark());
    }
    if (!tags && hasTag(event)) {
      throw new Refused("tags (!name) are not read", event.getStartMark());
    }
    return event;
  }

  /** Whether the writer gave the value a tag. */
  static boolean hasTag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag() != null;
      case CollectionStartEvent collection -> collection.getTag() != null;
      default -> false;
    };
  }

  private static final class Refused extends MarkedYAMLException {
    private static final long serialVersionUID = 1;

    Refused(String what, Mark where) {
      super(null, null, what, where);
    }
  }
}
