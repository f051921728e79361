// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import com.acme.shop.MeteredResource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Arrays;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

/** Jersey without a server, whose one resource a listener of Micrometer's may time. */
final class MeteredJersey {
  private static final String PACKAGE = "io.micrometer.core.instrument.binder.jersey.server.";

  private MeteredJersey() {}

  /** Until 1.7 it was another jar's. */
  static @Nullable Class<?> listener() {
    try {
      return Class.forName(PACKAGE + "MetricsApplicationEventListener");
    } catch (ClassNotFoundException older) {
      return null;
    }
  }

  static String get() throws Exception {
    return get(new ResourceConfig(MeteredResource.class));
  }

  /** With the listener. */
  static String get(Class<?> listener, MeterRegistry registry) throws Exception {
    Object tags =
        Class.forName(PACKAGE + "DefaultJerseyTagsProvider").getConstructor().newInstance();
    Object timing =
        Arrays.stream(listener.getConstructors())
            .filter(each -> each.getParameterCount() == 4)
            .findFirst()
            .orElseThrow()
            .newInstance(registry, tags, "http.server.requests", false);
    return get(new ResourceConfig(MeteredResource.class).register(timing));
  }

  private static String get(ResourceConfig config) throws Exception {
    ContainerRequest request =
        new ContainerRequest(
            URI.create("http://shop/"),
            URI.create("http://shop/metered"),
            "GET",
            null,
            new MapPropertiesDelegate(),
            config);
    return String.valueOf(new ApplicationHandler(config).apply(request).get().getEntity());
  }
}
