import './parts/api.ts';
