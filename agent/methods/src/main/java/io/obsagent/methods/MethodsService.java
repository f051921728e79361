// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Weaves what the file's {@code methods} name, and weaves again when they change. Without any,
 * nothing is woven and nothing of it is loaded. Thread-safe.
 */
public final class MethodsService implements AgentService, Consumer<Routes> {
  static final Option<String> SALT =
      Option.text(
              "methods.hash-salt",
              "",
              "What hash() in expressions of methods adds before it hashes. Without it, each process"
                  + " takes one of its own, and hashes differ from process to process.")
          .asSecret();

  /** Its reader is not loaded where the file has no such part. */
  static final Section<List<MethodEntry>> SECTION =
      new Section<>(
          "methods",
          "Methods of the application whose calls become metrics, spans and business events: which"
              + " methods (match), a span (its name, or true), metrics, attributes of span and event,"
              + " an event, and when that counts. See methods.md.",
          """
          - match: "com.acme.shop.*Service#place*(Order, ..)"
            span: place order
            metrics:
              - {name: orders_total, type: counter, labels: {tier: arg0.customer.tier, outcome: "thrown ? 'failed' : 'ok'"}}
              - {name: order_value_euros, type: histogram, value: arg0.total, buckets: [1, 10, 100]}
            attributes: {order.id: arg0.id, user.id: hash(arg0.customer.id)}
            event: order_placed
            when: duration > 200ms or thrown
          """,
          true,
          List.of(),
          (node, problems) -> EntryReader.parse(node, problems));

  private static final int SALT_BYTES = 16;

  private volatile List<MethodEntry> entries = List.of();
  private byte @Nullable [] salt;
  private List<MethodEntry> ofFile = List.of();
  private List<MethodEntry> applied = List.of();
  private boolean rests;
  private volatile @Nullable Metrics metrics;

  /** Made with the first entry. */
  private volatile @Nullable WovenMethods woven;

  private volatile @Nullable Instruments instruments;

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
    return List.of(SECTION);
  }

  @Override
  public synchronized String start(AgentContext context) {
    metrics = context.metrics();
    String given = context.config().get(SALT);
    salt = given.isEmpty() ? null : given.getBytes(StandardCharsets.UTF_8);
    context.config().onChange(SECTION, this::use);
    use(context.config().get(SECTION));
    context.report().alsoWatching(this::watch);
    context.served().add(new Served(List.of(MethodRoutes.PATH), this));
    return "";
  }

  /** Its endpoints. */
  @Override
  public void accept(Routes routes) {
    MethodRoutes answers = new MethodRoutes(this::woven, () -> entries, this);
    routes.add("GET", MethodRoutes.PATH, Access.READ, answers::matching);
    routes.add("GET", MethodRoutes.PATH + "/sites", Access.READ, answers::sites);
    routes.add("POST", MethodRoutes.PATH, Access.ADMIN, answers::apply);
    routes.add("DELETE", MethodRoutes.PATH, Access.ADMIN, answers::withdraw);
  }

  /** Entries keep their metrics while no method is measured. */
  private synchronized void watch(boolean on) {
    rests = !on;
    weave();
  }

  private synchronized void use(List<MethodEntry> wanted) {
    ofFile = wanted;
    weave();
  }

  /**
   * Weaves entries beside those of the file, until the next start; one takes the place of the one
   * with its pattern.
   */
  synchronized void apply(List<MethodEntry> more) {
    List<MethodEntry> next = new ArrayList<>(applied);
    for (MethodEntry entry : more) {
      next.removeIf(old -> old.match().equals(entry.match()));
      next.add(entry);
    }
    if (next.size() > MethodRoutes.MAX_APPLIED) {
      throw new IllegalArgumentException(
          "at most " + MethodRoutes.MAX_APPLIED + " entries; write them into the file");
    }
    applied = List.copyOf(next);
    weave();
  }

  /**
   * Takes away what was applied.
   *
   * @param pattern of the entries; null for all
   * @return how many there were
   */
  synchronized int withdraw(@Nullable String pattern) {
    List<MethodEntry> next = new ArrayList<>(applied);
    next.removeIf(entry -> pattern == null || entry.match().text().equals(pattern));
    int gone = applied.size() - next.size();
    applied = List.copyOf(next);
    if (gone > 0) {
      weave();
    }
    return gone;
  }

  private void weave() {
    Metrics known = metrics;
    List<MethodEntry> wanted = new ArrayList<>(ofFile);
    wanted.addAll(applied);
    if (known == null || wanted.isEmpty() && entries.isEmpty()) {
      return;
    }
    Instruments made = instruments == null ? new Instruments(known) : instruments;
    instruments = made;
    WovenMethods methods = woven();
    List<MethodEntry> next = made.use(wanted);
    Selection selection = new Selection(rests ? List.of() : next, methods);
    int classes = selection.weave(this::link);
    entries = next;
    methods.keep(next);
    AgentLog.info(
        "methods: "
            + next.size()
            + " entries match "
            + methods.all().size()
            + " methods now; "
            + classes
            + " loaded classes were woven again, "
            + selection.accessors()
            + " accessors and all synthetic methods left out");
  }

  private synchronized WovenMethods woven() {
    WovenMethods known = woven;
    if (known == null) {
      known = new WovenMethods();
      woven = known;
    }
    return known;
  }

  /** Must not wait for a change that goes on: it waits for the JVM, which may wait for this. */
  private @Nullable MethodHandle link(
      MethodHandles.Lookup caller, int id, boolean entry, MethodType type) {
    WovenMethods methods = woven;
    Instruments made = instruments;
    Metrics known = metrics;
    WovenMethod method = methods == null ? null : methods.of(id);
    if (method == null || made == null || known == null) {
      return null;
    }
    try {
      SiteCompiler compiler = new SiteCompiler(caller, method, made, known, salt());
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
