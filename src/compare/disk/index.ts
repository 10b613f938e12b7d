export { walkProfile } from './walk.ts';
