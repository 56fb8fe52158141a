// The companies that a refused consent renewed
export const seeCompany = (name: string) => `See ${name}`;
