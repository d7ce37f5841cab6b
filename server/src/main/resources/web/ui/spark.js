/** A line of the last prices, small enough for a cell. */
import { el } from "./dom.js";

const POINTS_MAX = 80;
const STEP_FIRST_MS = 1_000;
const WIDTH = 88;
const HEIGHT = 22;

/** Prices since the page was opened: at most 80 points; when there are more, every second goes and steps double. */
export class Trail {
  points = [];
  version = 0;
  #step = STEP_FIRST_MS;
  #at = -Infinity;

  add(value, now) {
    if (now - this.#at < this.#step) {
      return;
    }
    this.#at = now;
    this.points.push(value);
    this.version++;
    if (this.points.length >= POINTS_MAX) {
      this.points = this.points.filter((_, index) => index % 2 === 0);
      this.#step *= 2;
    }
  }
}

let colours = null;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (colours = null));

function colourOf(sign) {
  if (!colours) {
    const style = getComputedStyle(document.documentElement);
    colours = { 1: style.getPropertyValue("--up"), "-1": style.getPropertyValue("--down"), 0: style.getPropertyValue("--quiet") };
  }
  return colours[sign];
}

/** Draws a trail into a cell, where it is not what stands there. */
export function drawSpark(cell, trail, sign) {
  const canvas = cell.firstChild ?? cell.appendChild(newCanvas());
  const colour = colourOf(sign);
  if (canvas.trail === trail && canvas.version === trail.version && canvas.colour === colour) {
    return;
  }
  Object.assign(canvas, { trail, version: trail.version, colour });
  const context = canvas.getContext("2d");
  const scale = canvas.width / WIDTH;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const { points } = trail;
  if (points.length < 2) {
    return;
  }
  let low = Infinity;
  let high = -Infinity;
  for (const point of points) {
    low = Math.min(low, point);
    high = Math.max(high, point);
  }
  const across = (WIDTH - 2) / (points.length - 1);
  const up = high > low ? (HEIGHT - 4) / (high - low) : 0;
  context.beginPath();
  points.forEach((point, index) => {
    const y = up === 0 ? HEIGHT / 2 : HEIGHT - 2 - (point - low) * up;
    context.lineTo(1 + index * across, y);
  });
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.stroke();
}

function newCanvas() {
  const scale = Math.min(2, globalThis.devicePixelRatio || 1);
  return el("canvas", { width: WIDTH * scale, height: HEIGHT * scale, class: "spark", "aria-hidden": "true" });
}
