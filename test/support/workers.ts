/** How many test files use a cluster at once. Each worker has one of its own: OLM sends five requests a second, whatever the machine could do. */
export const workers = 3;
