// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and responses of Helidon. */
enum HelidonAdapter implements HttpServerAdapter<Object, Object> {
  INSTANCE;

  @Override
  public String method(Object request) {
    return (String) HelidonTypes.get(HelidonTypes.METHOD, request);
  }

  @Override
  public String scheme(Object request) {
    return (Boolean) HelidonTypes.get(HelidonTypes.SECURE, request) ? "https" : "http";
  }

  @Override
  public String path(Object request) {
    return (String) HelidonTypes.get(HelidonTypes.PATH, request);
  }

  @Override
  public @Nullable String query(Object request) {
    String query = (String) HelidonTypes.get(HelidonTypes.QUERY, request);
    return query.isEmpty() ? null : query;
  }

  @Override
  public @Nullable String protocolVersion(Object request) {
    return (String) HelidonTypes.get(HelidonTypes.VERSION, request);
  }

  @Override
  public @Nullable String clientAddress(Object request) {
    InetAddress address =
        HelidonTypes.get(HelidonTypes.PEER, request) instanceof InetSocketAddress peer
            ? peer.getAddress()
            : null;
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable Object request, String name) {
    Iterator<String> all = getAll(request, name);
    return all.hasNext() ? all.next() : null;
  }

  @Override
  public Iterator<String> getAll(@Nullable Object request, String name) {
    List<String> all = request == null ? List.of() : HelidonTypes.headers(request, name);
    return all.isEmpty() ? Collections.emptyIterator() : all.iterator();
  }

  @Override
  public int status(Object response) {
    return (Integer) HelidonTypes.get(HelidonTypes.STATUS, response);
  }

  @Override
  public boolean isCommitted(Object response) {
    return (Boolean) HelidonTypes.get(HelidonTypes.SENT, response);
  }

  /** What comes out of the routing closes the connection. */
  @Override
  public int statusWhenThrown() {
    return HttpServerOperation.NO_ANSWER;
  }

  @Override
  public void setHeader(Object response, String name, String value) {
    HelidonTypes.setIfAbsent(response, name, value);
  }
}
