// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.Metadata;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names of metadata are in small letters; what comes as bytes is not looked at. */
enum Headers implements HeaderSetter<Metadata>, TextMapGetter<Metadata> {
  INSTANCE;

  /** As few as the formats of propagation have names. */
  private static final ConcurrentHashMap<String, Metadata.Key<String>> KEYS =
      new ConcurrentHashMap<>();

  @Override
  public void set(@Nullable Metadata metadata, String name, String value) {
    if (metadata != null) {
      remove(metadata, name);
      metadata.put(key(name), value);
    }
  }

  @Override
  public void remove(Metadata metadata, String name) {
    metadata.discardAll(key(name));
  }

  @Override
  public Iterable<String> keys(Metadata metadata) {
    return metadata.keys();
  }

  @Override
  public @Nullable String get(@Nullable Metadata metadata, String name) {
    return metadata == null ? null : metadata.get(key(name));
  }

  @Override
  public Iterator<String> getAll(@Nullable Metadata metadata, String name) {
    Iterable<String> values = metadata == null ? null : metadata.getAll(key(name));
    return values == null ? List.<String>of().iterator() : values.iterator();
  }

  private static Metadata.Key<String> key(String name) {
    Metadata.Key<String> known = KEYS.get(name);
    return known != null
        ? known
        : KEYS.computeIfAbsent(
            name, each -> Metadata.Key.of(each, Metadata.ASCII_STRING_MARSHALLER));
  }
}
