// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.telemetry.RedisKeyList;
import io.obsagent.spi.telemetry.Users;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells which key of Redis a command is about, as a hash that only equal keys share, or as text.
 * Only commands that are known to begin with a key have one: what others begin with may be a
 * password, a script or a setting. Thread-safe.
 */
final class RedisKeys {
  private static final String HASH = "hash";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 8;

  /** So many bytes of a key count. */
  private static final int MAX_BYTES = 1_024;

  private static final Set<String> COMMANDS =
      Set.of(
          """
          APPEND DECR DECRBY GET GETDEL GETEX GETRANGE GETSET INCR INCRBY INCRBYFLOAT MGET MSET
          MSETNX PSETEX SET SETEX SETNX SETRANGE STRLEN SUBSTR
          BITCOUNT BITFIELD BITFIELD_RO BITPOS GETBIT SETBIT
          COPY DEL DUMP EXISTS EXPIRE EXPIREAT EXPIRETIME MOVE PERSIST PEXPIRE PEXPIREAT
          PEXPIRETIME PTTL RENAME RENAMENX RESTORE SORT SORT_RO TOUCH TTL TYPE UNLINK
          HDEL HEXISTS HEXPIRE HGET HGETALL HGETDEL HGETEX HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET
          HMSET HPERSIST HPEXPIRE HPTTL HRANDFIELD HSCAN HSET HSETEX HSETNX HSTRLEN HTTL HVALS
          BLMOVE BLPOP BRPOP BRPOPLPUSH LINDEX LINSERT LLEN LMOVE LPOP LPOS LPUSH LPUSHX LRANGE
          LREM LSET LTRIM RPOP RPOPLPUSH RPUSH RPUSHX
          SADD SCARD SDIFF SDIFFSTORE SINTER SINTERSTORE SISMEMBER SMEMBERS SMISMEMBER SMOVE SPOP
          SRANDMEMBER SREM SSCAN SUNION SUNIONSTORE
          BZPOPMAX BZPOPMIN ZADD ZCARD ZCOUNT ZDIFFSTORE ZINCRBY ZINTERSTORE ZLEXCOUNT ZMSCORE
          ZPOPMAX ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANGESTORE ZRANK ZREM
          ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX
          ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNIONSTORE
          XACK XADD XAUTOCLAIM XCLAIM XDEL XLEN XPENDING XRANGE XREVRANGE XTRIM
          GEOADD GEODIST GEOHASH GEOPOS GEORADIUS GEORADIUSBYMEMBER GEOSEARCH GEOSEARCHSTORE
          PFADD PFCOUNT PFMERGE
          JSON.ARRAPPEND JSON.ARRINDEX JSON.ARRINSERT JSON.ARRLEN JSON.ARRPOP JSON.ARRTRIM
          JSON.CLEAR JSON.DEL JSON.FORGET JSON.GET JSON.MERGE JSON.MGET JSON.MSET JSON.NUMINCRBY
          JSON.NUMMULTBY JSON.OBJKEYS JSON.OBJLEN JSON.SET JSON.STRAPPEND JSON.STRLEN JSON.TOGGLE
          JSON.TYPE
          """
              .strip()
              .split("\\s+"));

  /** Null where keys are told as text. */
  private final @Nullable SecretKeySpec salt;

  RedisKeys(Config config) {
    String given = config.get(DatabaseOptions.REDIS_KEYS_SALT);
    byte[] bytes = given.isEmpty() ? Users.random() : given.getBytes(StandardCharsets.UTF_8);
    salt =
        config.get(DatabaseOptions.REDIS_KEYS).equals(HASH)
            ? new SecretKeySpec(bytes, ALGORITHM)
            : null;
  }

  /** Whether a command is known to begin with a key. */
  boolean hasKey(String command) {
    return COMMANDS.contains(command);
  }

  /** Writes a key, or its hash, on the span of a command. */
  void tell(LocalSpan span, Object key) {
    String told = told(key);
    if (told != null) {
      span.note(salt == null ? Attribute.DB_KEY : Attribute.DB_KEY_HASH, told);
    }
  }

  /** The same of commands that go together. */
  void tell(LocalSpan span, RedisKeyList keys) {
    Set<String> all = new LinkedHashSet<>();
    keys.forEach(
        (command, key) -> {
          String told = hasKey(command.operation()) ? told(key) : null;
          if (told != null) {
            all.add(told);
          }
        });
    if (!all.isEmpty()) {
      span.note(salt == null ? Attribute.DB_KEYS : Attribute.DB_KEY_HASHES, List.copyOf(all));
    }
  }

  private @Nullable String told(Object key) {
    byte[] bytes =
        key instanceof byte[] known
            ? known
            : key instanceof CharSequence text
                ? text.toString().getBytes(StandardCharsets.UTF_8)
                : null;
    if (bytes == null) {
      return null;
    }
    byte[] bounded = bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    return salt == null
        ? Bounds.cut(new String(bounded, StandardCharsets.UTF_8), Bounds.MAX_NAME)
        : hash(salt, bounded);
  }

  private static String hash(SecretKeySpec salt, byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(salt);
      return HexFormat.of().formatHex(mac.doFinal(key), 0, HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JVM has " + ALGORITHM, e);
    }
  }
}
