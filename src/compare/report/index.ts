export { chartsOf } from './charts.ts';
export { csvOf } from './csv.ts';
export { htmlOf } from './page/document.ts';
