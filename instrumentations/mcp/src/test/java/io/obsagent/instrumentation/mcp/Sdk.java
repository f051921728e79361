// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The SDK in whatever version is on the class path. Between them names stay, and the types of
 * parameters do not: what is called is looked up by its name and by what it is given, and values of
 * the protocol are read from JSON.
 */
final class Sdk {
  private static final String ROOT = "io.modelcontextprotocol.";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Object MAPPER = mapper();

  private Sdk() {}

  private static Object mapper() {
    if (exists("json.McpJsonDefaults")) {
      return callStatic("json.McpJsonDefaults", "getMapper");
    }
    if (exists("json.McpJsonMapper")) {
      return callStatic("json.McpJsonMapper", "getDefault");
    }
    try {
      return Class.forName("com.fasterxml.jackson.databind.ObjectMapper")
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static Object mapperItself() {
    return MAPPER;
  }

  static boolean exists(String type) {
    try {
      type(type);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(ROOT + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** A value of {@code McpSchema}. */
  static Object value(String type, String json) {
    return call(MAPPER, "readValue", json, type("spec.McpSchema$" + type));
  }

  static Object create(String type, Object... arguments) {
    for (Constructor<?> each : type(type).getConstructors()) {
      if (fits(each, arguments)) {
        try {
          return each.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no constructor of " + type + " takes " + List.of(arguments));
  }

  static Object callStatic(String type, String name, Object... arguments) {
    return invoke(null, type(type), name, arguments);
  }

  static Object call(Object target, String name, Object... arguments) {
    return invoke(target, target.getClass(), name, arguments);
  }

  static boolean hasMethod(String type, String name) {
    return exists(type) && has(type(type), name);
  }

  static boolean has(Object target, String name) {
    return has(target.getClass(), name);
  }

  private static boolean has(Class<?> type, String name) {
    for (Method each : type.getMethods()) {
      if (each.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Object invoke(Object target, Class<?> type, String name, Object... arguments) {
    for (Method each : type.getMethods()) {
      if (each.getName().equals(name) && fits(each, arguments)) {
        try {
          each.setAccessible(true);
          return each.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw sneaky(e.getCause());
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError(type + " has no " + name + " for " + List.of(arguments));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  private static boolean fits(Executable executable, Object... arguments) {
    Class<?>[] types = executable.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      Class<?> wanted = types[i] == boolean.class ? Boolean.class : types[i];
      if (arguments[i] != null && !wanted.isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  /** A server with the tools, the prompt and the resource of the tests. */
  static Object server(Object transport, Tools tools) {
    Object spec = callStatic("server.McpServer", "sync", transport);
    call(spec, "serverInfo", "shop-tools", "1.0");
    call(
        spec,
        "capabilities",
        value(
            "ServerCapabilities",
            "{\"tools\":{\"listChanged\":false},\"prompts\":{\"listChanged\":false},"
                + "\"resources\":{\"listChanged\":false,\"subscribe\":false}}"));
    for (String name : Tools.NAMES) {
      Object tool =
          value(
              "Tool",
              "{\"name\":\""
                  + name
                  + "\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}");
      BiFunction<Object, Object, Object> handler =
          (exchange, request) -> tools.call(name, exchange);
      call(spec, has(spec, "toolCall") ? "toolCall" : "tool", tool, handler);
    }
    BiFunction<Object, Object, Object> prompt =
        (exchange, request) ->
            value(
                "GetPromptResult",
                "{\"description\":\"d\",\"messages\":[{\"role\":\"user\","
                    + "\"content\":{\"type\":\"text\",\"text\":\"hi\"}}]}");
    String features =
        has(transport, "setMcpHandler")
            ? "server.McpStatelessServerFeatures$"
            : "server.McpServerFeatures$";
    call(
        spec,
        "prompts",
        List.of(
            create(
                features + "SyncPromptSpecification",
                value("Prompt", "{\"name\":\"greet\",\"description\":\"d\",\"arguments\":[]}"),
                prompt)));
    BiFunction<Object, Object, Object> resource =
        (exchange, request) ->
            value(
                "ReadResourceResult",
                "{\"contents\":[{\"uri\":\"shop://stock\",\"mimeType\":\"text/plain\","
                    + "\"text\":\"7\"}]}");
    call(
        spec,
        "resources",
        List.of(
            create(
                features + "SyncResourceSpecification",
                value(
                    "Resource",
                    "{\"uri\":\"shop://stock\",\"name\":\"stock\",\"description\":\"d\","
                        + "\"mimeType\":\"text/plain\"}"),
                resource)));
    return call(spec, "build");
  }

  static Object client(Object transport) {
    Object spec = callStatic("client.McpClient", "sync", transport);
    call(spec, "requestTimeout", PATIENCE);
    call(spec, "initializationTimeout", PATIENCE); // a server may have to start, as a process
    Object client = call(spec, "build");
    call(client, "initialize");
    return client;
  }

  /** The builder with the mapper, in versions that ask for one. */
  static Object withMapper(Object builder) {
    if (has(builder, "objectMapper")) {
      call(builder, "objectMapper", MAPPER);
    } else if (has(builder, "jsonMapper")) {
      call(builder, "jsonMapper", MAPPER);
    }
    return builder;
  }

  static Object callTool(Object client, String name) {
    return call(
        client,
        "callTool",
        value(
            "CallToolRequest",
            "{\"name\":\"" + name + "\",\"arguments\":{\"secret\":\"s3cr3t\"}}"));
  }

  /** The text of a tool's result. */
  static String text(Object result) {
    return String.valueOf(call(((List<?>) call(result, "content")).get(0), "text"));
  }
}
