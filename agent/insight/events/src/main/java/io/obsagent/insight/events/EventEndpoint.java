// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code GET /monitoring/events?type=&since=&limit=}: the newest first, as JSON or as a page. */
final class EventEndpoint {
  static final String PATH = "/monitoring/events";

  private static final int USUAL = 100;
  private static final int MOST = 5_000;

  private EventEndpoint() {}

  static Response answer(Params params, EventStore store) {
    List<String> types = List.of(params.text("type").split(","));
    boolean all = params.text("type").isEmpty();
    long since = params.time("since", Long.MIN_VALUE);
    int limit = params.text("limit").isEmpty() ? USUAL : params.limit();
    if (limit > MOST) {
      throw ApiException.badData("invalid parameter \"limit\": at most " + MOST);
    }
    List<Event> events =
        new ArrayList<>(
            store.select(
                event -> event.epochMillis() >= since && (all || types.contains(event.type()))));
    events.sort(Comparator.comparingLong(Event::epochMillis).reversed().thenComparing(Event::id));
    List<Event> shown = events.subList(0, Math.min(limit, events.size()));
    int omitted = events.size() - shown.size();
    return (params.wantsPage()
            ? page(shown, omitted)
            : Answers.success(out -> write(out, shown, omitted)))
        .with("Vary", "Accept, Accept-Encoding");
  }

  private static void write(JsonWriter out, List<Event> events, int omitted) {
    out.object().name("events").array();
    for (Event event : events) {
      out.object().field("id", event.id()).field("time", time(event)).field("type", event.type());
      out.field("source", event.source()).field("title", event.title()).name("attributes");
      Answers.map(out, event.attributes());
      out.end();
    }
    out.end().field("omitted", omitted).end();
  }

  private static Response page(List<Event> events, int omitted) {
    List<List<String>> rows = new ArrayList<>();
    for (Event event : events) {
      StringBuilder attributes = new StringBuilder();
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        attributes.append(attributes.isEmpty() ? "" : ", ");
        attributes.append(attribute.getKey()).append('=').append(attribute.getValue());
      }
      rows.add(
          List.of(time(event), event.type(), event.title(), event.source(), attributes.toString()));
    }
    Html html = new Html("Events");
    html.paragraph("The newest first." + (omitted == 0 ? "" : " " + omitted + " more are kept."));
    return html.table("What happened", List.of("Time", "Type", "What", "Told by", "More"), rows)
        .page();
  }

  private static String time(Event event) {
    return Instant.ofEpochMilli(event.epochMillis()).toString();
  }
}
