/**
 * Finstage in any JavaScript program: a browser's page, or Node from version 22 on. One file, no dependencies.
 *
 *   import { connect } from "./finstage.js";
 *   const client = connect("ws://127.0.0.1:8080/ws");
 *   client.subscribe({ channel: "prices", symbols: ["SPY"] }, (event) => console.log(event));
 *   const answer = await client.call("list_bars", { symbol: "SPY", interval: "1m" });
 *
 * One client is one conversation over one WebSocket (docs/protocol.md has the messages, docs/browser.md this file). When
 * the connection drops, the client comes back by itself after a growing, random pause, subscribes again and resumes
 * where it left off. What is lost nevertheless is told as an event of type "gap".
 *
 * Bounds: 1000 subscriptions, 256 calls that wait, 16 calls at a time. Nothing that the server sends is queued here: a
 * listener is called at once, and must return soon.
 */

const SUB_PROTOCOL = "finstage.v1.json";
const SUBSCRIPTIONS_MAX = 1_000;
const CALLS_MAX = 16;
const CALLS_WAITING_MAX = 256;
const CALL_TIMEOUT_MS = 30_000;
const FULL_PAUSE_MS = 50;
/** A longer time would have a timer fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 10_000;
const BACKOFF_LEAST_MS = 100;
const STABLE_AFTER_MS = 10_000;
const WATCH_MS = 1_000;
/** Heartbeat intervals of silence: after so many the connection counts as stale, then as gone. */
const STALE_AFTER = 2;
const GONE_AFTER = 3;
/** What a subscribe message has besides its sequences, generously, and what stands around each of them. */
const RESUME_RESERVE_BYTES = 4_096;
const RESUME_ENTRY_BYTES = 24;
/** Close codes after which the same conversation would end the same way. */
const FINAL_CODES = new Set([1002, 1003, 1007, 4003, 4016]);

/**
 * @typedef {object} State where the connection stands
 * @property {"connecting"|"live"|"resumed"|"stale"|"reconnecting"|"closing"|"closed"} name
 *   connecting: the first time. live: everything is subscribed. resumed: live again after a drop, and nothing was lost.
 *   stale: the server has been silent for longer than it promised. reconnecting: dropped, another try follows.
 *   closing: the server is about to end the conversation. closed: for good.
 * @property {string} [reason] of closing and closed: why, UPPER_SNAKE or for people
 * @property {number} [attempt] of reconnecting: which try, from 1
 * @property {number} [retryAt] of reconnecting: when, milliseconds since 1970
 * @property {boolean} [restarted] of live: the server that is connected now is another one than before, or was started
 *   again; sequences begin anew
 */

/** A call or a subscription that failed: code and reason as in docs/protocol.md. */
export class FinstageError extends Error {
  /** @param {{code: string, reason?: string, message?: string, field_violations?: object[]}} error */
  constructor({ code, reason = "", message = "", field_violations = [] }) {
    super(message || reason || code);
    this.name = "FinstageError";
    this.code = code;
    this.reason = reason;
    /** @type {{field: string, description: string}[]} */
    this.fieldViolations = field_violations;
  }
}

/**
 * Begins a conversation.
 *
 * @param {string|URL} url as in "ws://127.0.0.1:8080/ws"; http and https count as ws and wss
 * @param {object} [options]
 * @param {number} [options.backoffFirst] longest first pause before a reconnect, milliseconds; 500
 * @param {number} [options.backoffMax] longest pause before any reconnect, milliseconds; 10000
 * @param {typeof WebSocket} [options.WebSocket] where there is no global one
 * @returns {Client}
 */
export function connect(url, options = {}) {
  const address = new URL(url);
  address.protocol = address.protocol.replace(/^http/, "ws");
  return new Client(address.href, options);
}

/** A conversation; made by connect(). */
class Client {
  /** The server's first event: epoch, server_version, heartbeat_interval_ms, limits. @type {object|null} */
  welcome = null;
  /** @type {State} */
  state = { name: "connecting" };

  #url;
  #options;
  #socket = null;
  #listeners = new Map();
  #subscriptions = new Set();
  #routes = new Map(); // Topic, or "*" in place of its symbol, to the subscriptions that want it.
  #known = new Map(); // Topic to its last sequence and event.
  #asked = new Map(); // Request id to the subscription that was asked for.
  #calls = new Map(); // Request id to the call that was sent.
  #waiting = [];
  #requests = 0;
  #attempt = 0;
  #openedAt = 0;
  #heardAt = 0;
  #lost = false;
  #settled = null;
  #watch;
  #retry = null;
  #full = null; // The pause after which calls are sent again that the server had no room for.
  #offline = () => this.#up() && this.#become({ name: "stale" });

  constructor(url, options) {
    this.#url = url;
    this.#options = options;
    this.#open();
    this.#watch = setInterval(() => this.#check(), WATCH_MS);
    globalThis.addEventListener?.("offline", this.#offline);
  }

  /**
   * Listens to the connection: "state" is given a State; "gap" every gap of any subscription; "error" a refusal that
   * belongs to no request; "event" everything the server says.
   *
   * @returns {() => void} ends the listening
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Begins a subscription, now or as soon as there is a connection, and after every reconnect again.
   *
   * onEvent is given what concerns the subscription: "subscribed" (statuses of its symbols), the updates of its channel,
   * "gap", and "error" where it was refused, which ends it. Two subscriptions of a client may share a topic: the
   * delivery of the newer one counts for both, and the newer one is given the last update again as its snapshot.
   *
   * @param {object} request fields of a subscribe message without type and request_id: channel, symbols, delivery,
   *   snapshot, interval, indicators, closed_only, task_ids, labels
   * @param {(event: object) => void} onEvent
   * @returns {{close: () => void}}
   */
  subscribe(request, onEvent) {
    if (this.#subscriptions.size >= SUBSCRIPTIONS_MAX) {
      throw new FinstageError({ code: "RESOURCE_EXHAUSTED", reason: "SUBSCRIPTIONS_MAX" });
    }
    const subscription = { request: structuredClone(request), onEvent, topics: new Set() };
    this.#subscriptions.add(subscription);
    for (const topic of topicsOf(subscription.request)) {
      this.#route(topic, subscription);
    }
    if (this.welcome && this.#ready()) {
      this.#subscribe(subscription, false);
    }
    return { close: () => this.#end(subscription) };
  }

  /**
   * Asks for what a method of the gRPC services answers.
   *
   * @param {string} name the method in snake_case, as in "list_bars"
   * @param {object} [request] fields of the method's request message
   * @param {object} [options]
   * @param {(message: object) => void} [options.onReply] given each message, of methods that answer with a stream
   * @param {AbortSignal} [options.signal] ends the call
   * @param {number} [options.timeout] milliseconds, waiting for a connection included; 30000. Infinity: none
   * @returns {Promise<object|undefined>} the last message; rejected with a FinstageError. A call that was under way when
   *   the connection dropped is rejected with code UNAVAILABLE and is not repeated: only the caller knows whether it may.
   */
  call(name, request = {}, { onReply, signal, timeout = CALL_TIMEOUT_MS } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted || this.state.name === "closed" || this.#waiting.length >= CALLS_WAITING_MAX) {
        const code = signal?.aborted ? "CANCELLED" : this.state.name === "closed" ? "UNAVAILABLE" : "RESOURCE_EXHAUSTED";
        reject(new FinstageError({ code, message: `${name} was not sent: ${code}` }));
        return;
      }
      const call = { id: this.#id(), name, request, onReply };
      const abort = () => this.#giveUp(call, "CANCELLED", `${name} was cancelled`);
      const late = () => this.#giveUp(call, "DEADLINE_EXCEEDED", `${name} was not answered within ${timeout} ms`);
      const timer = timeout <= TIMER_MAX_MS ? setTimeout(late, timeout) : undefined;
      signal?.addEventListener("abort", abort);
      call.done = (settle) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#calls.delete(call.id);
        settle();
        this.#sendCalls();
      };
      call.resolve = (message) => call.done(() => resolve(message));
      call.reject = (error) => call.done(() => reject(new FinstageError(error)));
      this.#waiting.push(call);
      this.#sendCalls();
    });
  }

  /** Does not wait for the rest of a pause before a reconnect. */
  retry() {
    if (this.#retry) {
      this.#open();
    }
  }

  /** Ends the conversation for good. Calls that wait are rejected. */
  close() {
    this.#stop("closed by this program");
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #id() {
    return String(++this.#requests);
  }

  #ready() {
    return this.#socket?.readyState === 1;
  }

  /** The server would end the conversation for a message that is too large: the request fails here instead. */
  #send(message) {
    const text = JSON.stringify(message);
    const bytes = new TextEncoder().encode(text).length;
    const most = this.welcome.limits?.message_bytes || Infinity;
    if (bytes <= most) {
      this.#socket.send(text);
      return;
    }
    queueMicrotask(() => this.#refuse({
      type: "error",
      request_id: message.request_id,
      code: "INVALID_ARGUMENT",
      reason: "MESSAGE_TOO_LARGE",
      message: `the message has ${bytes} bytes, and the server takes at most ${most}`,
    }));
  }

  #become(state) {
    this.state = state;
    this.#tell("state", state);
  }

  #tell(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) {
      heard(listener, value);
    }
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = null;
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    const socket = new Socket(this.#url, SUB_PROTOCOL);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onopen = () => (this.#openedAt = performance.now());
    socket.onerror = () => {}; // A close follows; the package ws throws where nobody listens.
    socket.onmessage = (message) => {
      if (socket === this.#socket) {
        this.#heardAt = performance.now();
        this.#hear(JSON.parse(message.data));
      }
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) {
        this.#drop(event.code, event.reason);
      }
    };
  }

  /** The server is never silent longer than its heartbeat; a dead network does not say so itself. */
  #check() {
    const silent = performance.now() - this.#heardAt;
    const heartbeat = this.welcome?.heartbeat_interval_ms ?? 10_000;
    if (this.#socket && silent > GONE_AFTER * heartbeat) {
      const dead = this.#socket;
      this.#drop(1006, "no sign of life");
      dead.close();
    } else if (this.#up() && silent > STALE_AFTER * heartbeat) {
      this.#become({ name: "stale" });
    }
  }

  #up() {
    return this.state.name === "live" || this.state.name === "resumed";
  }

  #drop(code, reason) {
    this.#socket = null;
    this.#asked.clear();
    for (const call of [...this.#calls.values()]) {
      call.reject({ code: "UNAVAILABLE", reason: "DISCONNECTED", message: "the connection dropped" });
    }
    if (FINAL_CODES.has(code) || (this.state.name === "closing" && !this.state.reconnect)) {
      this.#stop(this.state.reason ?? (reason || `close code ${code}`));
      return;
    }
    if (this.#openedAt > 0 && performance.now() - this.#openedAt > STABLE_AFTER_MS) {
      this.#attempt = 0;
    }
    this.#openedAt = 0;
    const first = this.#options.backoffFirst ?? BACKOFF_FIRST_MS;
    const longest = Math.min(this.#options.backoffMax ?? BACKOFF_MAX_MS, first * 2 ** Math.min(this.#attempt++, 20));
    // A random part, so that all clients of a server do not come back at once.
    const wait = Math.max(BACKOFF_LEAST_MS, Math.random() * longest);
    this.#retry = setTimeout(() => this.#open(), wait);
    this.#become({ name: "reconnecting", attempt: this.#attempt, retryAt: Date.now() + wait });
  }

  #stop(reason) {
    clearInterval(this.#watch);
    clearTimeout(this.#full);
    globalThis.removeEventListener?.("offline", this.#offline);
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#become({ name: "closed", reason });
    for (const call of [...this.#calls.values(), ...this.#waiting.splice(0)]) {
      call.reject({ code: "UNAVAILABLE", reason: "CLOSED", message: "the conversation is closed" });
    }
  }

  #hear(event) {
    if (this.state.name === "stale") {
      this.#become({ name: "live" });
    }
    switch (event.type) {
      case "price_update":
      case "bar_update":
      case "indicator_update":
      case "signal_update":
      case "gap":
        this.#update(event);
        break;
      case "welcome":
        this.#begin(event);
        break;
      case "subscribed":
        this.#acknowledge(event);
        break;
      case "reply":
        this.#reply(event);
        break;
      case "error":
        this.#refuse(event);
        break;
      case "task_update":
      case "alert_update":
        this.#pass(event);
        break;
      case "closing":
        this.#become({ name: "closing", reason: event.reason, reconnect: event.reconnect });
        break;
      default:
        break; // Heartbeats, and what later versions may say.
    }
    this.#tell("event", event);
  }

  #begin(welcome) {
    const before = this.welcome;
    this.welcome = welcome;
    const again = before !== null;
    const restarted = again && before.epoch !== welcome.epoch;
    this.#lost = restarted;
    if (restarted) {
      this.#known.clear();
    }
    for (const subscription of [...this.#subscriptions]) {
      if (restarted && SEQUENCED.has(subscription.request.channel)) {
        this.#announceLoss(subscription);
      }
      this.#subscribe(subscription, again && !restarted);
    }
    this.#settle(again, restarted);
    this.#sendCalls();
  }

  /** Nobody can know how much of the sequences of another life of the server is missing. */
  #announceLoss(subscription) {
    this.#lost = true;
    const { channel, interval } = subscription.request;
    const gap = {
      type: "gap", channel, symbol: "*", from_sequence: 0, to_sequence: 0, cause: "RESUME_EXPIRED", ...(interval && { interval }),
    };
    heard(subscription.onEvent, gap);
    this.#tell("gap", gap);
  }

  /** The answer of the last subscribe says that all of them were taken in. */
  #settle(again, restarted) {
    const settled = () => this.#become(again && !this.#lost ? { name: "resumed" } : { name: "live", restarted });
    if (this.#asked.size === 0) {
      settled();
    } else {
      this.#settled = settled;
    }
  }

  #subscribe(subscription, resume) {
    const id = this.#id();
    this.#asked.set(id, subscription);
    const message = { type: "subscribe", request_id: id, ...subscription.request };
    const sequences = {};
    let bytes = RESUME_RESERVE_BYTES + JSON.stringify(message).length;
    let complete = true;
    for (const [topic, known] of this.#known) {
      if (!subscription.topics.has(topic) && !subscription.topics.has(starOf(topic))) {
        continue;
      }
      if (!resume) {
        subscription.request.snapshot !== false && heard(subscription.onEvent, { ...known.event, snapshot: true });
      } else if ((bytes += topic.length + RESUME_ENTRY_BYTES) < this.welcome.limits.message_bytes) {
        sequences[topic] = known.sequence;
      } else {
        complete = false;
      }
    }
    if (!complete) {
      this.#announceLoss(subscription);
    }
    if (Object.keys(sequences).length > 0) {
      message.resume = { epoch: this.welcome.epoch, sequences };
    }
    this.#send(message);
  }

  #acknowledge(event) {
    const subscription = this.#asked.get(event.request_id);
    this.#asked.delete(event.request_id);
    if (subscription && this.#subscriptions.has(subscription)) {
      for (const result of event.results ?? []) {
        if (result.indicator) {
          this.#route(topicOf({ ...result, type: "indicator_update" }), subscription);
        }
      }
      heard(subscription.onEvent, event);
    }
    this.#answered();
  }

  #answered() {
    if (this.#asked.size === 0 && this.#settled) {
      const settled = this.#settled;
      this.#settled = null;
      settled();
    }
  }

  #route(topic, subscription) {
    subscription.topics.add(topic);
    const wanting = this.#routes.get(topic) ?? new Set();
    this.#routes.set(topic, wanting.add(subscription));
  }

  #update(event) {
    const topic = topicOf(event);
    const named = this.#routes.get(topic);
    const all = this.#routes.get(starOf(topic));
    if (!named && !all) {
      return; // Sent before the server knew that nobody wants it any more.
    }
    this.#note(topic, event);
    for (const subscription of named ?? []) {
      heard(subscription.onEvent, event);
    }
    for (const subscription of all ?? []) {
      if (!named?.has(subscription)) {
        heard(subscription.onEvent, event);
      }
    }
  }

  /** Remembers where a resume has to go on. */
  #note(topic, event) {
    const known = this.#known.get(topic);
    if (event.type === "gap") {
      if (event.cause === "RESUME_EXPIRED") {
        this.#lost = true;
        if (this.state.name === "resumed") {
          this.#become({ name: "live", restarted: false });
        }
      }
      if (known) {
        known.sequence = Math.max(known.sequence, event.to_sequence);
      }
      this.#tell("gap", event);
    } else if (known) {
      known.sequence = event.sequence;
      known.event = event;
    } else {
      this.#known.set(topic, { sequence: event.sequence, event });
    }
  }

  #pass(event) {
    const channel = event.type === "task_update" ? "tasks" : "alerts";
    for (const { request, onEvent } of this.#subscriptions) {
      if (request.channel === channel && (channel === "alerts" || concerns(request, event.task))) {
        heard(onEvent, event);
      }
    }
  }

  #refuse(error) {
    const call = this.#calls.get(error.request_id);
    const subscription = this.#asked.get(error.request_id);
    if (call && error.reason === "TOO_MANY_CALLS") {
      this.#postpone(call);
    } else if (call) {
      call.reject(error);
    } else if (subscription) {
      this.#asked.delete(error.request_id);
      if (this.#subscriptions.has(subscription)) {
        this.#forget(subscription);
        heard(subscription.onEvent, error);
      }
      this.#answered();
    } else if (!error.request_id) {
      this.#tell("error", error);
    } // Else the answer to what nobody waits for any more, as a call that was given up.
  }

  /** The server has not run it: a call counts there until its handler has returned, which its answer may overtake. */
  #postpone(call) {
    this.#calls.delete(call.id);
    this.#waiting.unshift(call);
    this.#full ??= setTimeout(() => {
      this.#full = null;
      this.#sendCalls();
    }, FULL_PAUSE_MS);
  }

  #reply(event) {
    const call = this.#calls.get(event.request_id);
    if (!call) {
      return;
    }
    const message = event[call.name];
    if (message !== undefined && call.onReply) {
      heard(call.onReply, message);
    }
    if (event.last) {
      call.resolve(message);
    }
  }

  #sendCalls() {
    const most = this.welcome?.limits?.calls_per_connection || CALLS_MAX;
    while (this.#waiting.length > 0 && !this.#full && this.welcome && this.#ready() && this.#calls.size < most) {
      const call = this.#waiting.shift();
      this.#calls.set(call.id, call);
      this.#send({ type: "call", request_id: call.id, [call.name]: call.request });
    }
  }

  #giveUp(call, code, message) {
    const at = this.#waiting.indexOf(call);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
    } else if (this.#ready()) {
      this.#send({ type: "cancel_call", request_id: call.id });
    }
    call.reject({ code, message });
  }

  #forget(subscription) {
    this.#subscriptions.delete(subscription);
    for (const topic of subscription.topics) {
      const wanting = this.#routes.get(topic);
      wanting.delete(subscription);
      if (wanting.size === 0) {
        this.#routes.delete(topic);
      }
    }
  }

  /** What another subscription of this client wants too goes on. */
  #end(subscription) {
    if (!this.#subscriptions.has(subscription)) {
      return;
    }
    this.#forget(subscription);
    if (this.welcome && this.#ready()) {
      const { delivery, snapshot, ...request } = subscription.request;
      const others = [...this.#subscriptions].filter((it) => overlaps(it, subscription));
      if (!others.some((it) => covers(it, subscription))) {
        this.#send({ type: "unsubscribe", request_id: this.#id(), ...request });
        others.forEach((it) => this.#subscribe(it, true));
      }
    }
    for (const topic of [...this.#known.keys()]) {
      if (!this.#routes.has(topic) && !this.#routes.has(starOf(topic))) {
        this.#known.delete(topic);
      }
    }
  }
}

const SEQUENCED = new Set(["prices", "bars", "indicators"]);

/** A listener that throws must not keep the others from hearing. */
function heard(listener, value) {
  try {
    listener(value);
  } catch (error) {
    (globalThis.reportError ?? console.error)(error);
  }
}

/** Whether an unsubscribe of the other takes something from this one too. */
function overlaps(one, other) {
  const { channel, symbols = [], interval, closed_only: closedOnly } = other.request;
  if (one.request.channel !== channel || channel === "alerts") {
    return one.request.channel === channel;
  }
  if (channel === "tasks") {
    const ended = watches(other.request);
    return ended.length === 0 || watches(one.request).some((it) => ended.includes(it));
  }
  return one.request.interval === interval
    && Boolean(one.request.closed_only) === Boolean(closedOnly)
    && (symbols.includes("*") || one.request.symbols.some((it) => it === "*" || symbols.includes(it)))
    && (channel !== "indicators" || sharesTopic(one, other) || one.topics.size === 0 || other.topics.size === 0);
}

/** Of subscriptions to indicators, as the server has spelled them. */
function sharesTopic(one, other) {
  const has = ({ topics }, topic) => topics.has(topic) || topics.has(starOf(topic));
  return [...one.topics].some((it) => has(other, it)) || [...other.topics].some((it) => has(one, it));
}

/** What a subscription to tasks names: each id, and its labels together. */
function watches({ task_ids: ids = [], labels = {} }) {
  const wanted = Object.entries(labels).sort();
  return wanted.length > 0 ? [...ids, JSON.stringify(wanted)] : ids;
}

/** Whether nothing at all is to be ended for the other, since this one wants all of it. */
function covers(one, other) {
  const { channel } = other.request;
  if (channel === "prices" || channel === "bars") {
    return one.request.symbols.includes("*") || other.request.symbols.every((it) => one.request.symbols.includes(it));
  }
  const names = (request) => [...(request.indicators ?? []), ...(request.symbols ?? []), ...watches(request)];
  return channel === "alerts" || names(other.request).every((it) => names(one.request).includes(it));
}

/** Whether a subscription to tasks names this one. */
function concerns({ task_ids: ids = [], labels = {} }, task) {
  const wanted = Object.entries(labels);
  return ids.includes(task.id)
    || (wanted.length > 0 && wanted.every(([key, value]) => task.labels?.[key] === value));
}

/** Topics that a request names by itself; those of indicators are known when the server has spelled them. */
function topicsOf({ channel, symbols = [], interval, closed_only: closedOnly }) {
  switch (channel) {
    case "prices":
      return symbols;
    case "bars":
      return symbols.map((symbol) => topicOf({ type: "bar_update", symbol, interval, closed_only: closedOnly }));
    default:
      return [];
  }
}

/** Name of the topic that an update or a gap is about. */
function topicOf(event) {
  const end = event.closed_only ? "|closed" : "";
  const what = event.indicator ?? event.signal;
  if (what) {
    return `${event.symbol}|${event.interval}|${what}${end}`;
  }
  return event.interval ? `${event.symbol}|${event.interval}${end}` : event.symbol;
}

/** The same topic of all symbols. */
function starOf(topic) {
  const at = topic.indexOf("|");
  return at < 0 ? "*" : `*${topic.slice(at)}`;
}
