// SPDX-License-Identifier: Apache-2.0
package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** As a file says: {@code full}, {@code empty}, {@code fire} or {@code hang}. */
@Readiness
public class Shelves implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    String state = state();
    if (state.equals("fire")) {
      throw new IllegalStateException("s3cret");
    }
    while (state().equals("hang")) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("shelves").withData("key", "s3cret");
    return (state.equals("full") ? response.up() : response.down()).build();
  }

  private static String state() {
    try {
      return Files.readString(Path.of(System.getProperty("shop.shelves"))).strip();
    } catch (IOException e) {
      return "empty";
    }
  }
}
