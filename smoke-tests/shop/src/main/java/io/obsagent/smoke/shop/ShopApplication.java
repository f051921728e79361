// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.io.PrintStream;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The shop. {@code java -jar obs-smoke-shop.jar} opens it on any free port ({@code --server.port=N}
 * for a fixed one), {@code java -jar obs-smoke-shop.jar load URL} sends it customers, and {@code
 * java -jar obs-smoke-shop.jar receiver PORT} prints the alerts that webhooks bring.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

  /** Opens the shop and says where, or runs the load. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("load")) {
      ShopLoad.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals("receiver")) {
      AlertReceiver.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    PrintStream out = System.out;
    out.println("Shop ready at " + url(SpringApplication.run(ShopApplication.class, args)));
  }

  static String url(ConfigurableApplicationContext shop) {
    int port = ((ServletWebServerApplicationContext) shop).getWebServer().getPort();
    return "http://127.0.0.1:" + port;
  }
}
