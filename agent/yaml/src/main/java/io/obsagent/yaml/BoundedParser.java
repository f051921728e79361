// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads a text of any shape in a time that grows as its length does. Nesting ends where it gets too
 * deep: the library alone reads 200,000 brackets in a minute, only to overflow the stack then. And
 * the text is read in one piece: by its default of 1,024 characters it copies what it has of a
 * scalar for each, half a minute for one of 8 MB.
 */
final class BoundedParser implements Parser {

  /** Of a text. */
  static final int MAX_CHARACTERS = 8 << 20;

  /** Of mappings and sequences in each other. */
  static final int MAX_DEPTH = 100;

  private final Parser parser;
  private int depth;

  private BoundedParser(Parser parser) {
    this.parser = parser;
  }

  /** What gives the documents of a text, one after the other. */
  static Composer compose(LoadSettingsBuilder builder, String text) {
    LoadSettings settings =
        builder
            .setCodePointLimit(MAX_CHARACTERS)
            .setBufferSize(Math.max(1, Math.min(text.length(), MAX_CHARACTERS) + 1))
            .setAllowNonScalarKeys(true)
            .build();
    Parser whole = new ParserImpl(settings, new StreamReader(settings, text));
    return new Composer(settings, new BoundedParser(whole));
  }

  @Override
  public boolean checkEvent(Event.ID kind) {
    return parser.checkEvent(kind);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    Event.ID kind = event.getEventId();
    if (kind == Event.ID.SequenceStart || kind == Event.ID.MappingStart) {
      if (++depth > MAX_DEPTH) {
        throw new ParserException("", Optional.empty(), "nested too deeply", event.getStartMark());
      }
    } else if (kind == Event.ID.SequenceEnd || kind == Event.ID.MappingEnd) {
      depth--;
    }
    return event;
  }
}
