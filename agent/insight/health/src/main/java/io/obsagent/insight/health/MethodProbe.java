// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.service.ApplicationClasses;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a method of the application, which has no parameters. It is well if that returns true, an
 * empty Optional or text, nothing at all, or a stage that comes to one of these; false, a value
 * that says what is wrong, and whatever it throws are not. Thread-safe.
 */
final class MethodProbe implements Probe {
  private static final Pattern TARGET =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]{0,199}#[\\p{L}_$][\\p{L}\\p{N}_$]{0,99}");

  private static final int MAX_DETAIL = 200;

  private final String className;
  private final String methodName;

  /** The application may drop the class with its loader. */
  private volatile WeakReference<Class<?>> known = new WeakReference<>(null);

  /**
   * @param target {@code com.acme.Stock#check}
   * @throws IllegalArgumentException if it is none
   */
  MethodProbe(String target) {
    if (!TARGET.matcher(target).matches()) {
      throw new IllegalArgumentException("expected a class and a method: com.acme.Stock#check");
    }
    int hash = target.indexOf('#');
    className = target.substring(0, hash);
    methodName = target.substring(hash + 1);
  }

  @Override
  public String ask(Insight insight, Duration timeout) throws IOException {
    Class<?> type = known.get();
    if (type == null) {
      type = ApplicationClasses.find(className);
      if (type == null) {
        return "the class is not loaded";
      }
      known = new WeakReference<>(type);
    }
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      Method method = method(type);
      method.setAccessible(true);
      Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
      return judge(method.invoke(target), timeout);
    } catch (NoSuchMethodException e) {
      return "there is no such method without parameters, or no way to an object of its class";
    } catch (InvocationTargetException e) {
      return threw(e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return "the method cannot be called: " + e.getClass().getName();
    } finally {
      thread.setContextClassLoader(null);
    }
  }

  private Method method(Class<?> type) throws NoSuchMethodException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        return each.getDeclaredMethod(methodName);
      } catch (NoSuchMethodException e) {
        // A super class may have it.
      }
    }
    throw new NoSuchMethodException(methodName);
  }

  /** Kotlin's object, or a new one. */
  private static Object instance(Class<?> type) throws ReflectiveOperationException {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals("INSTANCE")
          && field.getType() == type
          && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        Object single = field.get(null);
        if (single != null) {
          return single;
        }
      }
    }
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  static String judge(@Nullable Object result, Duration timeout) throws IOException {
    if (result instanceof CompletionStage<?> stage) {
      try {
        long millis = timeout.toMillis();
        return judge(stage.toCompletableFuture().get(millis, TimeUnit.MILLISECONDS), timeout);
      } catch (ExecutionException e) {
        return threw(e.getCause());
      } catch (TimeoutException | InterruptedException e) {
        throw new IOException("no answer in time", e);
      }
    }
    Object value = result instanceof Optional<?> optional ? optional.orElse(null) : result;
    if (value == null || value.equals(Boolean.TRUE)) {
      return "";
    }
    if (value.equals(Boolean.FALSE)) {
      return "says no";
    }
    String text = value.toString();
    return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + '…' : text;
  }

  /** Its message may hold anything. */
  private static String threw(@Nullable Throwable cause) {
    return "throws " + (cause == null ? "something" : cause.getClass().getName());
  }
}
