// SPDX-License-Identifier: Apache-2.0
// The agent's HTTP API. All addresses are relative to the page, so any base path of a proxy will do.
import { duration } from './format.js';
import { scrape } from './state.js';

/** What went wrong, and what to do about it. */
export class ApiError extends Error {
  constructor(status, message, hint) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

const session = { csrf: null, role: 'viewer', signedIn: false, tokens: false };

/** Who is signed in: `{role: 'viewer|operator|admin', csrf, signedIn, tokens}`; without tokens, nobody can change anything. */
export const me = session;

function url(path, params) {
  const target = new URL('.' + path, new URL('./', location.href.split('?')[0]));
  for (const [name, value] of Object.entries(params || {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each != null && each !== '') {
        target.searchParams.append(name, each);
      }
    }
  }
  return target;
}

function signIn() {
  const to = '/' + location.search;
  location.assign('login?to=' + encodeURIComponent(to));
}

function hintOf(status) {
  if (status === 403) {
    return 'Changes need a token: set server.token (OBS_SERVER_TOKEN) and sign in.';
  }
  if (status === 404) {
    return 'This agent does not serve it; the page Agent tells which features are on.';
  }
  if (status === 429) {
    return 'Wait a minute.';
  }
  return status >= 500 ? 'The agent’s log on standard error says why.' : '';
}

async function call(method, path, params, body, signal) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET' && session.csrf) {
    headers['X-CSRF-Token'] = session.csrf;
  }
  let content = null;
  if (body instanceof URLSearchParams || typeof body === 'string') {
    content = body;
  } else if (body != null) {
    headers['Content-Type'] = 'application/json';
    content = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url(path, params), {
      method,
      headers,
      body: content,
      signal,
      credentials: 'same-origin',
    });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError(0, 'The agent does not answer.', 'The process may have ended, or the port is not forwarded.');
  }
  if (response.status === 401) {
    signIn();
    throw new ApiError(401, 'You are not signed in.', 'Going to the page to sign in …');
  }
  const text = await response.text();
  let value = text;
  if ((response.headers.get('content-type') || '').includes('json')) {
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError(response.status, 'The answer is not JSON.', hintOf(500));
    }
  }
  if (!response.ok) {
    const message = value && typeof value === 'object' ? value.error : '';
    throw new ApiError(response.status, message || method + ' ' + path + ' answered ' + response.status, hintOf(response.status));
  }
  return value;
}

export const api = {
  get: (path, params, signal) => call('GET', path, params, null, signal),
  post: (path, body, params, signal) => call('POST', path, params, body ?? '', signal),
  put: (path, body, params, signal) => call('PUT', path, params, body ?? '', signal),
  del: (path, params, signal) => call('DELETE', path, params, null, signal),
  /** The address of a path, for links. */
  url: (path, params) => url(path, params).href,
  /**
   * Server-sent events, until the function that comes back is called. They stop while the page is
   * hidden. `onEvent(data, type)` gets what was parsed as JSON.
   */
  stream(path, params, onEvent, types = ['message'], onState = () => {}) {
    let source = null;
    const open = () => {
      if (source || document.hidden) {
        return;
      }
      source = new EventSource(url(path, params));
      source.onopen = () => onState('open');
      source.onerror = () => onState(source && source.readyState === 2 ? 'closed' : 'waiting');
      for (const type of types) {
        source.addEventListener(type, (event) => onEvent(JSON.parse(event.data), type));
      }
    };
    const shut = () => {
      source?.close();
      source = null;
    };
    const onVisibility = () => (document.hidden ? (shut(), onState('paused')) : open());
    document.addEventListener('visibilitychange', onVisibility);
    open();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      shut();
    };
  },
};

const MAX_KEPT = 96;
const kept = new Map();

/** What was asked just so before: the agent has nothing new before it records values again. */
async function once(key, load) {
  if (!kept.has(key)) {
    const answer = await load();
    kept.set(key, answer);
    if (kept.size > MAX_KEPT) {
      kept.delete(kept.keys().next().value);
    }
  }
  return kept.get(key);
}

/** PromQL. */
export const prom = {
  /** `[{metric, value: number, time: epoch seconds}]`; a scalar has no labels. */
  async instant(query, signal, params) {
    const key = query + ' ' + (params?.time ?? 'now ' + Math.floor(Date.now() / 1000 / scrape.seconds));
    const { data } = await once(key, () => api.get('/api/v1/query', { query, ...params }, signal));
    if (data.resultType === 'scalar') {
      return [{ metric: {}, time: data.result[0], value: Number(data.result[1]) }];
    }
    return data.result.map((each) => {
      const [time, value] = each.value || [0, NaN];
      return { metric: each.metric, time, value: toNumber(value) };
    });
  },
  /** The one number of a query, NaN if it has none. */
  async scalar(query, signal) {
    const result = await prom.instant(query, signal);
    return result.length ? result[0].value : NaN;
  },
  /** `{times: [epoch seconds], series: [{metric, values: [number|null]}]}` on the range's grid. */
  async range(query, range, signal) {
    const asked = { query, start: range.start, end: range.end, step: range.step };
    const { data } = await once(Object.values(asked).join(' '), () => api.get('/api/v1/query_range', asked, signal));
    const times = [];
    for (let t = range.start; t <= range.end + 1e-6; t += range.step) {
      times.push(t);
    }
    // A rate over a window that the process has lived half of would be too low by half.
    const window = duration(query.match(/\b(?:rate|increase)\(.*?\[(\w+)\]/s)?.[1]);
    const known = window > 0 ? scrape.started + Math.min(window / 2, 60) : 0;
    const series = data.result.map((each) => {
      const values = new Array(times.length).fill(null);
      for (const [t, v] of each.values) {
        if (t < known) {
          continue;
        }
        const i = Math.round((t - range.start) / range.step);
        const parsed = toNumber(v);
        values[i] = isFinite(parsed) ? parsed : null;
      }
      return { metric: each.metric, values };
    });
    return { times, series };
  },
};

function toNumber(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

/** A text as a string of PromQL. */
export const quoted = (text) => '"' + String(text).replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n') + '"';

/** Looks who we are, at what the agent serves for it. */
export async function loadSession(served) {
  if (served.has('/monitoring/me')) {
    const answer = await api.get('/monitoring/me');
    Object.assign(session, { role: answer.role, csrf: answer.csrf || null, signedIn: answer.signed_in, tokens: answer.tokens });
  }
  return session;
}
