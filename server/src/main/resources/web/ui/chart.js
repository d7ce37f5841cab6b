/** Charts: Apache ECharts, loaded when the first one is drawn, in the colours of the page. */

let library = null;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Colours of lines that have no meaning of their own, as variables of the style. */
const LINES = ["--line-1", "--line-2", "--line-3", "--line-4", "--line-5", "--line-6"];

/**
 * The page's colours now.
 *
 * @returns {{ink: string, quiet: string, line: string, card: string, up: string, down: string, accent: string, wait: string,
 *   lines: string[]}}
 */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim();
  const all = { lines: LINES.map(named) };
  for (const name of ["ink", "quiet", "line", "card", "up", "down", "accent", "wait"]) {
    all[name] = named(`--${name}`);
  }
  return all;
}

/**
 * Makes a chart that follows the size of its element and the system's light or dark.
 *
 * @param {HTMLElement} element what the chart fills; it has a height by its style
 * @param {(colours: object) => object} options what ECharts' setOption takes, made anew whenever the colours change;
 *   tooltips have renderMode "richText", since this page's policy allows no markup
 * @returns {Promise<{echarts: object, chart: object, draw: (how?: {keepZoom: boolean}) => void, close: () => void}>}
 *   draw replaces all options; what the reader has zoomed to is kept unless keepZoom is false
 */
export async function createChart(element, options) {
  library ??= import("../lib/echarts.js").catch((error) => {
    library = null; // The next chart tries again.
    throw error;
  });
  const echarts = await library;
  const chart = echarts.init(element, null, { renderer: "canvas" });
  const draw = ({ keepZoom = true } = {}) => {
    const zoomed = new Map(keepZoom ? (chart.getOption()?.dataZoom ?? []).map((it) => [it.id, it]) : []);
    const all = options(colours());
    const dataZoom = all.dataZoom?.map((it) => {
      const { start, end } = zoomed.get(it.id) ?? it;
      return { ...it, start, end };
    });
    chart.setOption({ ...all, ...(dataZoom && { dataZoom }) }, { notMerge: true });
  };
  let size = "";
  const sizes = new ResizeObserver(() => {
    const now = `${element.clientWidth} ${element.clientHeight}`;
    if (now !== size && element.clientWidth > 0 && element.clientHeight > 0) {
      size = now;
      chart.resize();
      draw();
    }
  });
  sizes.observe(element);
  const recolour = () => draw();
  dark.addEventListener("change", recolour);
  draw();
  return {
    echarts,
    chart,
    draw,
    close() {
      sizes.disconnect();
      dark.removeEventListener("change", recolour);
      chart.dispose();
    },
  };
}
