export { type CompareService, compareService } from './service.ts';
