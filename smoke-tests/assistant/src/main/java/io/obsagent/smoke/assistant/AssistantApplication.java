// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import java.io.PrintStream;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The assistant of a tea shop. {@code java -jar obs-smoke-assistant.jar} starts it on any free
 * port, {@code java -jar obs-smoke-assistant.jar load URL} asks it, and {@code java -jar
 * obs-smoke-assistant.jar report URL model route} prints what the agent at a URL tells of its AI
 * calls.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class AssistantApplication {

  /** Starts the assistant and says where it is, or asks it, or reports. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case "load" -> AssistantLoad.run(rest, out);
      case "report" -> AiReport.print(rest, out);
      default ->
          out.println(
              "Assistant ready at " + url(SpringApplication.run(AssistantApplication.class, args)));
    }
  }

  static String url(ConfigurableApplicationContext assistant) {
    return "http://127.0.0.1:"
        + assistant.getEnvironment().getRequiredProperty("local.server.port");
  }
}
