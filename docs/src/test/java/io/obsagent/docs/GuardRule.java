// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import io.obsagent.docs.CalledCode.Call;
import io.obsagent.docs.CalledCode.ClassFile;
import io.obsagent.docs.CalledCode.Lambda;
import io.obsagent.docs.CalledCode.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a library, or the JDK, calls of an instrumentation has no call site that guards it: the
 * methods of a class that implements one of their types, and lambdas that they are handed. So what
 * these use of the agent – directly, or through other classes of the instrumentation – stands in a
 * try block that catches Throwable, or is a method of Guard.
 */
final class GuardRule {
  private static final String GUARD = "io/obsagent/spi/advice/Guard";
  private static final String APPLICATIONS_API = "io/obsagent/api/";
  private static final String MODULE = "io/obsagent/spi/InstrumentationModule";
  private static final String CONTEXT = "io/opentelemetry/context/Context";

  /** Types of the JDK whose methods only the instrumentation's own code calls, or that are data. */
  private static final Set<String> CALLED_BY_OURSELVES =
      Set.of(
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/Enum",
          "java/lang/Throwable",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "java/lang/Number",
          "java/lang/ClassValue",
          "java/lang/ThreadLocal",
          "java/lang/Comparable",
          "java/io/Serializable",
          "java/util/concurrent/atomic/AtomicInteger",
          "java/lang/AutoCloseable");

  private final CalledCode code;
  private final String own;
  private final Map<Call, Boolean> known = new HashMap<>();

  /** Bodies that a package of ours is handed, and calls through a type of others. */
  private final Map<Handed, Set<Call>> handed = new HashMap<>();

  /** What others call. */
  final Set<String> seen = new TreeSet<>();

  /** What of it uses the agent outside of a guard. */
  final Set<String> bare = new TreeSet<>();

  /**
   * @param own where the names of the classes begin that are judged, with slashes
   */
  GuardRule(CalledCode code, String own) {
    this.code = code;
    this.own = own;
    for (ClassFile type : code.classes()) {
      for (Lambda lambda : lambdas(type)) {
        if (isForeign(lambda.type()) && isHandedToOurs(lambda)) {
          Handed to = new Handed(lambda.type(), packageOf(lambda.receiver()));
          handed.computeIfAbsent(to, none -> new HashSet<>()).add(lambda.body());
        }
      }
    }
    code.classes().forEach(this::judge);
  }

  private void judge(ClassFile type) {
    if (isCalledByOthers(type)) {
      seen.add(type.name());
      for (Method method : type.called()) {
        if (!code.isOfOurFamily(type, method)) {
          judge(new Call(type.name(), method, false), "");
        }
      }
    }
    for (Lambda lambda : lambdas(type)) {
      if (isForeign(lambda.type()) && !isHandedToOurs(lambda)) {
        seen.add(type.name() + " lambda");
        judge(lambda.body(), "lambda of " + type.name() + ": ");
      }
    }
    for (List<Call> calls : type.calls().values()) {
      for (Call call : calls) {
        if (call.target().owner().equals(CONTEXT) && call.target().name().startsWith("wrap")) {
          bare.add(type.name() + ": Context.wrap, whose object has no guard");
        }
      }
    }
  }

  /** A module's own are for when the jar is assembled; it is never loaded beside an application. */
  private static List<Lambda> lambdas(ClassFile type) {
    return type.above().contains(MODULE) ? List.of() : type.lambdas();
  }

  private void judge(Call call, String prefix) {
    if (mayThrow(call)) {
      bare.add(prefix + call.target());
    }
  }

  private boolean isHandedToOurs(Lambda lambda) {
    return lambda.receiver() != null && !isForeign(lambda.receiver());
  }

  private boolean isCalledByOthers(ClassFile type) {
    for (ClassFile each : code.classes()) {
      if (type.above().contains(each.name()) && isCalledByOthers(each)) {
        return true;
      }
    }
    return type.above().stream().anyMatch(this::isForeign);
  }

  private boolean isForeign(String type) {
    return (!type.startsWith("io/obsagent/") || type.startsWith(APPLICATIONS_API))
        && !type.startsWith("io/opentelemetry/")
        && !CALLED_BY_OURSELVES.contains(type);
  }

  /** Whether a call may throw what the agent threw. */
  private boolean mayThrow(Call call) {
    String owner = call.target().owner();
    if (owner.startsWith(own)) {
      Boolean answer = known.putIfAbsent(call, false); // what calls itself adds nothing
      if (answer != null) {
        return answer;
      }
      boolean any =
          code.reachedBy(call).stream().anyMatch(body -> body.stream().anyMatch(this::mayThrow));
      known.put(call, any);
      return any;
    }
    if (owner.startsWith("io/obsagent/") && !owner.startsWith(APPLICATIONS_API)
        || owner.startsWith("io/opentelemetry/")) {
      return !owner.equals(GUARD);
    }
    Handed through = new Handed(owner, packageOf(call.from()));
    return handed.getOrDefault(through, Set.of()).stream().anyMatch(this::mayThrow);
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('/'));
  }

  private record Handed(String type, String toPackage) {}
}
