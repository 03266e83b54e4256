import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { SessionPoints, SessionView, SessionWords } from '../../editor/panel-messages.ts';
import { element } from './dom.ts';

/** The chart over a session. */
export interface SessionChart {
  readonly root: HTMLElement;
  /** Shows where an action lies. `number` from 1. */
  point(number: number): void;
  close(): void;
}

const height = 220;
/** Surprise beyond this is one in a million, and drawn at the top. */
const mostBits = 20;

/** A colour of the editor's theme, as the canvas needs it. */
function colour(...names: readonly string[]): string {
  const style = getComputedStyle(document.body);
  for (const name of names) {
    const value = style.getPropertyValue(`--vscode-${name}`).trim();
    if (value !== '') return value;
  }
  return style.color;
}

/**
 * Restraint as a line and surprise as bars over a session's actions. What it shows is told by shape as well as by
 * colour, by keys as well as by pointer; the table beside it says the same.
 */
export function createSessionChart(
  view: Pick<SessionView, 'points' | 'summary' | 'floor'>,
  words: SessionWords,
  requests: { pointed(number: number): void },
): SessionChart {
  const { points } = view;
  const place = element('div', { class: 'plot', attributes: { 'aria-hidden': 'true' } });
  const root = element(
    'div',
    {
      class: 'chart',
      attributes: { role: 'img', tabindex: '0', 'aria-label': view.summary, 'aria-description': words.chartKeys },
    },
    place,
  );
  let plot: uPlot | undefined;
  let at = -1;

  function draw(): void {
    plot?.destroy();
    const width = Math.max(280, place.clientWidth);
    const data: uPlot.AlignedData = [
      [...points.number],
      [...points.restraint],
      points.surprise.map((bits) => (bits === null ? null : Math.min(bits, mostBits))),
    ];
    plot = new uPlot(
      optionsFor(view, width, (index) => choose(index, false)),
      data,
      place,
    );
    if (at >= 0) show(at);
  }

  function show(index: number): void {
    const number = points.number[index];
    const restraint = points.restraint[index];
    if (!plot || number === undefined || restraint === undefined) return;
    plot.setCursor({ left: plot.valToPos(number, 'x'), top: plot.valToPos(restraint, 'restraint') }, false);
  }

  function choose(index: number, moves: boolean): void {
    if (points.number.length === 0) return;
    at = Math.min(points.number.length - 1, Math.max(0, index));
    if (moves) show(at);
    const number = points.number[at];
    if (number !== undefined) requests.pointed(number);
  }

  root.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at < 0 ? 0 : at - 1,
      Home: 0,
      End: points.number.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(to, true);
  });
  const resized = new ResizeObserver(() => {
    if (!plot) draw();
    else plot.setSize({ width: Math.max(280, place.clientWidth), height });
  });
  resized.observe(place);
  // The theme changes by classes of the body and variables of the root; a canvas has to be drawn anew.
  const themed = new MutationObserver(draw);
  themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });

  return {
    root,
    point(number) {
      const index = points.number.findIndex((each) => each >= number);
      if (index < 0) return;
      at = index;
      show(index);
    },
    close() {
      resized.disconnect();
      themed.disconnect();
      plot?.destroy();
    },
  };
}

function optionsFor(
  { points, floor }: Pick<SessionView, 'points' | 'floor'>,
  width: number,
  clicked: (index: number) => void,
): uPlot.Options {
  const ink = colour('foreground', 'editor-foreground');
  const grid = colour('contrastBorder', 'widget-border', 'panel-border', 'editorWidget-border');
  const line = colour('charts-blue', 'textLink-foreground', 'foreground');
  const bars = colour('charts-yellow', 'editorWarning-foreground', 'foreground');
  const danger = colour('editorError-foreground', 'charts-red', 'errorForeground');
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, ticks: { stroke: grid, width: 1 } } as const;
  return {
    width,
    height,
    padding: [12, 4, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 9 },
      bind: {
        click: (self) => () => {
          if (typeof self.cursor.idx === 'number') clicked(self.cursor.idx);
          return null;
        },
      },
    },
    scales: {
      x: { time: false, range: (_self, low, high) => [Math.min(low, 1) - 0.5, Math.max(high, 2) + 0.5] },
      restraint: { range: [0, 1] },
      bits: { range: [0, mostBits] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 34,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
      },
      { ...axis, scale: 'restraint', grid: { stroke: grid, width: 1, dash: [1, 4] }, size: 44 },
      { ...axis, scale: 'bits', side: 1, grid: { show: false }, size: 40 },
    ],
    series: [
      {},
      { scale: 'restraint', stroke: line, width: 2, points: { show: points.number.length < 60, size: 5, fill: line } },
      {
        scale: 'bits',
        stroke: bars,
        fill: bars,
        width: 0,
        points: { show: false },
        ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.35, 8, 1] }) } : {}),
      },
    ],
    hooks: { draw: [(self) => drawMarks(self, points, floor, { danger, ink })] },
  };
}

/** The floor as a dashed line; a triangle over what was held or refused, a ring around what a signal spoke of. */
function drawMarks(
  plot: uPlot,
  points: SessionPoints,
  floor: number,
  { danger, ink }: { readonly danger: string; readonly ink: string },
): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = danger;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([7 * ratio, 4 * ratio]);
  const y = plot.valToPos(floor, 'restraint', true);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  for (const [index, mark] of points.mark.entries()) {
    if (mark === 0) continue;
    const x = plot.valToPos(points.number[index] ?? 0, 'x', true);
    const top = plot.valToPos(points.restraint[index] ?? 0, 'restraint', true);
    const size = 5 * ratio;
    ctx.beginPath();
    if (mark === 2) {
      ctx.fillStyle = danger;
      ctx.moveTo(x - size, top - 3 * size);
      ctx.lineTo(x + size, top - 3 * size);
      ctx.lineTo(x, top - 1.3 * size);
      ctx.fill();
    } else {
      ctx.strokeStyle = ink;
      ctx.lineWidth = 1.5 * ratio;
      ctx.arc(x, top, size, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }
  ctx.restore();
}
