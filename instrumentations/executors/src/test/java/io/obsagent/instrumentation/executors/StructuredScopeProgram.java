// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.testing.AgentContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Prints in which context subtasks of structured concurrency run, and what is told of them. Started
 * on a JDK that has it as a preview; the API is called by reflection, for the build does not know
 * it.
 */
final class StructuredScopeProgram {
  private static final String TYPE = "java.util.concurrent.StructuredTaskScope";

  private StructuredScopeProgram() {}

  public static void main(String[] args) throws Exception {
    System.out.println("virtual: " + contexts(joiner("awaitAll"), UnaryOperator.identity()));
    System.out.println("platform: " + contexts(joiner("awaitAll"), onPlatformThreads()));
    Map<String, String> told = new ConcurrentSkipListMap<>();
    contextsWithAFailure(telling(told));
    StringJoiner all = new StringJoiner(", ");
    told.forEach((context, state) -> all.add(context + ' ' + state));
    System.out.println("joiner: " + all);
    System.out.println("nested: " + nested());
    System.out.println("owner: " + AgentContext.current());
  }

  private static String contexts(Object joiner, UnaryOperator<Object> configuration)
      throws Exception {
    try (AutoCloseable scope = open(joiner, configuration)) {
      Callable<String> task = AgentContext::current;
      Object first = AgentContext.within("first", () -> fork(scope, task));
      Object second = AgentContext.within("second", () -> fork(scope, task));
      Object outside = fork(scope, task);
      method(TYPE, "join").invoke(scope);
      return result(first) + ", " + result(second) + ", " + result(outside);
    }
  }

  private static void contextsWithAFailure(Object joiner) throws Exception {
    try (AutoCloseable scope = open(joiner, UnaryOperator.identity())) {
      AgentContext.within("first", () -> fork(scope, () -> "done"));
      AgentContext.within(
          "second",
          () ->
              fork(
                  scope,
                  () -> {
                    throw new IllegalStateException("out of stock");
                  }));
      fork(scope, () -> "done");
      method(TYPE, "join").invoke(scope);
    }
  }

  /** A scope within a subtask, whose own subtask is of another operation. */
  private static String nested() throws Exception {
    try (AutoCloseable scope = open(joiner("awaitAll"), UnaryOperator.identity())) {
      Object outer =
          AgentContext.within(
              "first",
              () ->
                  fork(
                      scope,
                      () -> {
                        String own = AgentContext.current();
                        return AgentContext.within(
                                "inner", () -> inner(() -> AgentContext.current()))
                            + " of "
                            + own;
                      }));
      method(TYPE, "join").invoke(scope);
      return result(outer);
    }
  }

  private static String inner(Callable<String> task) throws Exception {
    try (AutoCloseable scope = open(joiner("awaitAll"), UnaryOperator.identity())) {
      Object subtask = fork(scope, task);
      method(TYPE, "join").invoke(scope);
      return result(subtask);
    }
  }

  private static AutoCloseable open(Object joiner, UnaryOperator<Object> configuration)
      throws ReflectiveOperationException {
    return (AutoCloseable)
        method(TYPE, "open", Class.forName(TYPE + "$Joiner"), Function.class)
            .invoke(null, joiner, configuration);
  }

  private static Object fork(AutoCloseable scope, Callable<String> task)
      throws ReflectiveOperationException {
    return method(TYPE, "fork", Callable.class).invoke(scope, task);
  }

  private static String result(Object subtask) throws ReflectiveOperationException {
    return (String) method(TYPE + "$Subtask", "get").invoke(subtask);
  }

  private static Object joiner(String name) throws ReflectiveOperationException {
    return method(TYPE + "$Joiner", name).invoke(null);
  }

  private static UnaryOperator<Object> onPlatformThreads() {
    ThreadFactory threads = Thread::new;
    return configuration -> {
      try {
        return method(TYPE + "$Configuration", "withThreadFactory", ThreadFactory.class)
            .invoke(configuration, threads);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** One that notes the context in which it is told of each subtask's end. */
  private static Object telling(Map<String, String> told) throws ClassNotFoundException {
    Class<?> type = Class.forName(TYPE + "$Joiner");
    return Proxy.newProxyInstance(
        StructuredScopeProgram.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("onComplete")) {
            Object state = method(TYPE + "$Subtask", "state").invoke(arguments[0]);
            told.put(AgentContext.current(), state.toString());
            return false;
          }
          return method.isDefault()
              ? InvocationHandler.invokeDefault(proxy, method, arguments)
              : null;
        });
  }

  private static Method method(String type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return Class.forName(type).getMethod(name, parameters);
  }
}
