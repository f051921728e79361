// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.BackgroundTasks;
import io.obsagent.spi.telemetry.StartedThreads;
import io.opentelemetry.context.Context;
import java.util.Iterator;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Stream;

/**
 * Which threads get the context of who starts them: all that the application starts, and none that
 * the JDK or a library starts for itself, such as a pool's worker. Those are known by the class of
 * the thread, or by the class that starts it. Nothing is asked where there is no context.
 */
final class ThreadStarts {
  private static final String THREAD = Thread.class.getName();
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Whether the threads of a class are the application's, and their {@code run} is woven. */
  private static final ClassValue<Boolean> HAS_CONTEXT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.getClassLoader() == null ? isOfEverybody(type) : isApplications(type);
        }
      };

  private ThreadStarts() {}

  /** Notes the context of a thread that is about to start; answers whether there is one. */
  static boolean starting(Thread thread) {
    return Context.current() != Context.root()
        && (isVirtual(thread) || !BackgroundTasks.contains(WALKER.walk(ThreadStarts::starter)))
        && startingForApplication(thread);
  }

  /** As {@link #starting}, where it is known that no library starts the thread for itself. */
  static boolean startingForApplication(Thread thread) {
    Context context = Context.current();
    if (context == Context.root()
        || thread.getState() != Thread.State.NEW
        || !HAS_CONTEXT.get(thread.getClass())) {
      return false;
    }
    StartedThreads.put(thread, context);
    return true;
  }

  private static boolean isOfEverybody(Class<?> type) {
    return type == Thread.class || type.getName().startsWith("java.lang.");
  }

  /** The agent does not look into what its compiler has named so, and into few else. */
  private static boolean isApplications(Class<?> type) {
    String name = type.getName();
    if (ForkJoinWorkerThread.class.isAssignableFrom(type)
        || name.contains("$$")
        || name.startsWith("scala.")
        || name.startsWith("org.groovy.")) {
      return false;
    }
    for (Class<?> each = type; each != null && each != Thread.class; each = each.getSuperclass()) {
      if (BackgroundTasks.contains(each.getName())) {
        return false;
      }
    }
    return true;
  }

  /** One that the JDK makes of a task, and no library subclasses. */
  private static boolean isVirtual(Thread thread) {
    return thread.getClass() != Thread.class && thread.getClass().getClassLoader() == null;
  }

  /** The class that has called {@code start}, or a builder of threads for it. */
  private static String starter(Stream<StackWalker.StackFrame> frames) {
    Iterator<StackWalker.StackFrame> each = frames.iterator();
    String name = "";
    while (each.hasNext() && !name.equals(THREAD)) {
      name = each.next().getClassName();
    }
    while (each.hasNext() && name.startsWith(THREAD)) {
      name = each.next().getClassName();
    }
    return name;
  }
}
