// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs by each of the ways that Spring Boot leads to Logback. */
@SpringBootApplication
@RestController
public class ShopApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }

  @GetMapping("/sell")
  public String sell() {
    LoggerFactory.getLogger("shop").info("by SLF4J");
    LogManager.getLogger("shop").info("by Log4j's API");
    java.util.logging.Logger.getLogger("shop").info("by java.util.logging");
    return "sold";
  }
}
