// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import io.obsagent.spi.weave.MethodWeaving;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weaves what the file's {@code methods} name, and weaves again when they change. Without any,
 * nothing is woven and nothing of it is loaded. Thread-safe.
 */
public final class MethodsService implements AgentService {
  static final Option<String> SALT =
      Option.text(
              "methods.hash-salt",
              "",
              "What hash() in expressions of methods adds before it hashes. Without it, each process"
                  + " takes one of its own, and hashes differ from process to process.")
          .asSecret();

  private static final int SALT_BYTES = 16;

  private volatile List<MethodEntry> entries = List.of();
  private final WovenMethods woven = new WovenMethods();
  private byte @Nullable [] salt;
  private @Nullable Instruments instruments;
  private @Nullable Metrics metrics;

  /** Early: what runs before is not measured. */
  @Override
  public int order() {
    return -10;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SALT);
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(EntryReader.SECTION);
  }

  @Override
  public synchronized String start(AgentContext context) {
    metrics = context.metrics();
    instruments = new Instruments(context.metrics());
    String given = context.config().get(SALT);
    salt = given.isEmpty() ? null : given.getBytes(StandardCharsets.UTF_8);
    context.config().onChange(EntryReader.SECTION, this::use);
    use(context.config().get(EntryReader.SECTION));
    context
        .served()
        .add(
            routes -> {
              MethodRoutes answers = new MethodRoutes(woven, () -> entries);
              routes.add("GET", "/monitoring/agent/methods", Access.READ, answers::matching);
              routes.add("GET", "/monitoring/agent/methods/sites", Access.READ, answers::sites);
            });
    return "";
  }

  private synchronized void use(List<MethodEntry> wanted) {
    Instruments known = instruments;
    if (known == null || wanted.isEmpty() && entries.isEmpty()) {
      return;
    }
    List<MethodEntry> next = known.use(wanted);
    Selection selection = new Selection(next, woven);
    int classes = MethodWeaving.get().use(selection, this::link);
    entries = next;
    woven.keep(next);
    AgentLog.info(
        "methods: "
            + next.size()
            + " entries match "
            + woven.all().size()
            + " methods now; "
            + classes
            + " loaded classes were woven again, "
            + selection.accessors()
            + " accessors and all synthetic methods left out");
  }

  /** Must not wait for a change that goes on: it waits for the JVM, which may wait for this. */
  private @Nullable MethodHandle link(
      MethodHandles.Lookup caller, int id, boolean entry, MethodType type) {
    WovenMethod method = woven.of(id);
    if (method == null || instruments == null || metrics == null) {
      return null;
    }
    try {
      SiteCompiler compiler = new SiteCompiler(caller, method, instruments, metrics, salt());
      return entry ? compiler.entry(type) : compiler.exit(type);
    } catch (RuntimeException | LinkageError e) {
      method.failed(e);
      return null;
    }
  }

  private byte[] salt() {
    byte[] known = salt;
    if (known == null) {
      known = new byte[SALT_BYTES];
      new SecureRandom().nextBytes(known);
      salt = known;
    }
    return known;
  }

  @Override
  public void close() {
    // What is woven stays: the JVM ends.
  }
}
