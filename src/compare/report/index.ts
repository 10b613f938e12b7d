export { duration } from './amounts.ts';
export { chartsOf } from './charts.ts';
export { csvOf } from './csv.ts';
export { figuresOf } from './figures.ts';
export { htmlOf } from './page/document.ts';
