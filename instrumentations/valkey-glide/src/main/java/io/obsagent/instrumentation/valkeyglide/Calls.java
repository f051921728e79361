// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import command_request.CommandRequestOuterClass.RequestType;
import glide.api.BaseClient;
import glide.api.models.BaseBatch;
import glide.api.models.GlideString;
import glide.api.models.configuration.BaseClientConfiguration;
import glide.api.models.configuration.NodeAddress;
import glide.managers.CommandManager;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import io.obsagent.spi.telemetry.WithoutContext;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Operations of what clients hand over, and where it goes. */
final class Calls {
  private static final Guard GUARD = Guard.of(Calls.class);
  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);
  private static final int MAX_WORD = 32;

  /** What the library's names of commands with sub-commands begin with. */
  private static final List<String> CONTAINERS =
      List.of(
          "Acl",
          "Client",
          "Cluster",
          "Command",
          "Config",
          "Function",
          "Latency",
          "Memory",
          "Module",
          "Object",
          "PubSub",
          "Script",
          "SlowLog",
          "XGroup",
          "XInfo");

  private static final HeldState<CommandManager, DbTarget> TARGETS =
      new HeldState<>(DbTarget.class);
  private static final RedisCommands COMMANDS = new RedisCommands();

  private static final DbStatement SCRIPT = DbStatement.command("EVALSHA");
  private static final DbStatement SCAN = DbStatement.command("SCAN");
  private static final DbStatement OBJECT = DbStatement.command("OBJECT");

  /** By the library's constant. */
  private static final @Nullable DbStatement[] STATEMENTS =
      new DbStatement[RequestType.values().length];

  private static final @Nullable Field MANAGER = manager();

  private Calls() {}

  private static @Nullable Field manager() {
    try {
      Field field = BaseClient.class.getDeclaredField("commandManager");
      return field.trySetAccessible() ? field : null;
    } catch (NoSuchFieldException | LinkageError e) {
      return null;
    }
  }

  /** Of a client that knows several servers, it does not show which one answers. */
  static void connecting(BaseClientConfiguration configuration, CompletableFuture<?> client) {
    List<NodeAddress> addresses = configuration.getAddresses();
    if (addresses.size() == 1) {
      NodeAddress only = addresses.get(0);
      client.whenComplete(new Connected(DbTarget.redis(only.getHost(), only.getPort())));
    }
  }

  private record Connected(DbTarget target)
      implements BiConsumer<Object, @Nullable Throwable>, WithoutContext {
    @Override
    public void accept(@Nullable Object client, @Nullable Throwable thrown) {
      try {
        if (MANAGER != null
            && client != null
            && MANAGER.get(client) instanceof CommandManager manager) {
          TARGETS.put(manager, target);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  static @Nullable Call start(
      CommandManager manager, RequestType command, Object @Nullable [] arguments) {
    return command == RequestType.CustomCommand
        ? startCustom(manager, arguments)
        : start(manager, statement(command), arguments, 0);
  }

  private static @Nullable Call startCustom(CommandManager manager, Object @Nullable [] words) {
    byte[] name = words == null || words.length == 0 ? null : bytes(words[0]);
    return name == null || name.length > MAX_WORD
        ? null
        : start(manager, COMMANDS.statement(Calls.class, name), words, 1);
  }

  /**
   * @param method by which it is handed over
   * @param what is handed over
   */
  static @Nullable Call startOther(CommandManager manager, String method, @Nullable Object what) {
    if (what instanceof BaseBatch<?> batch) {
      return startBatch(manager, batch);
    }
    if (method.contains("#submitCustomCommand")) {
      return startCustom(manager, (Object @Nullable []) what);
    }
    DbStatement statement =
        method.contains("#submitScript")
            ? SCRIPT
            : method.contains("#submitClusterScan") ? SCAN : OBJECT;
    return start(manager, statement, null, 0);
  }

  /**
   * @param first index of the first argument
   */
  private static @Nullable Call start(
      CommandManager manager, DbStatement statement, Object @Nullable [] arguments, int first) {
    int count = arguments == null ? 0 : arguments.length - first;
    boolean waits = RedisCommands.mayWait(statement) && blocks(arguments);
    DbOperation operation =
        DbOperation.start(target(manager), waits ? RedisCommands.waiting(statement) : statement);
    if (operation == null) {
      return null;
    }
    if (RedisCommands.counts(statement)) {
      operation.lookedFor(count);
    }
    byte[] key = count > 0 && operation.wantsKey() ? bytes(arguments[first]) : null;
    if (key != null) {
      operation.key(key);
    }
    return new Call(operation);
  }

  private static @Nullable Call startBatch(CommandManager manager, BaseBatch<?> batch) {
    var commands = batch.getProtobufBatch();
    int size = commands.getCommandsCount();
    DbOperation operation =
        size == 0
            ? null
            : DbOperation.startBatch(
                target(manager),
                commands.getIsAtomic() ? RedisCommands.MULTI : RedisCommands.PIPELINE,
                size);
    RedisKeyList keys = operation == null ? null : RedisKeyList.ifWanted();
    if (keys != null) {
      for (var command : commands.getCommandsList()) {
        var arguments = command.getArgsArray(); // large ones are elsewhere
        keys.add(
            statement(command.getRequestType()),
            arguments.getArgsCount() == 0 ? null : arguments.getArgs(0).toByteArray());
      }
      keys.tell(operation);
    }
    return operation == null ? null : new Call(operation);
  }

  static void submitted(
      @Nullable Call call, @Nullable CompletableFuture<?> reply, @Nullable Throwable thrown) {
    if (call == null) {
      return;
    }
    if (reply == null) {
      call.end(null, thrown);
    } else {
      reply.whenComplete(call);
    }
  }

  private static DbTarget target(CommandManager manager) {
    DbTarget known = TARGETS.get(manager);
    return known == null ? UNKNOWN : known;
  }

  private static DbStatement statement(RequestType command) {
    DbStatement known = STATEMENTS[command.ordinal()];
    if (known == null) {
      known = COMMANDS.statement(nameOf(command.name()));
      STATEMENTS[command.ordinal()] = known;
    }
    return known;
  }

  private static boolean blocks(Object @Nullable [] arguments) {
    if (arguments != null) {
      for (Object each : arguments) {
        String word = each instanceof String || each instanceof GlideString ? each.toString() : "";
        if (word.equalsIgnoreCase("BLOCK")) {
          return true;
        } else if (word.equalsIgnoreCase("STREAMS")) {
          return false;
        }
      }
    }
    return false;
  }

  private static byte @Nullable [] bytes(@Nullable Object argument) {
    if (argument instanceof GlideString text) {
      return text.getBytes();
    }
    return argument instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
  }

  /** {@code HGetAll} is HGETALL, {@code ConfigGet} CONFIG, {@code JsonGet} JSON.GET. */
  static String nameOf(String constant) {
    for (String container : CONTAINERS) {
      if (constant.startsWith(container)) {
        return container.toUpperCase(Locale.ROOT);
      }
    }
    for (String library : List.of("Json", "Ft")) {
      if (constant.startsWith(library)) {
        return (library + '.' + constant.substring(library.length())).toUpperCase(Locale.ROOT);
      }
    }
    return constant.replaceFirst("(?<=.)ReadOnly$", "_RO").toUpperCase(Locale.ROOT);
  }
}
