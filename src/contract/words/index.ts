export { explain, explainLine, type Lang, stepName, stoppedAt, type Words } from './explain.ts';
