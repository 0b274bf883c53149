import { STATUS_CODES } from "node:http";

/** What is said to somebody whose request could not be read: nothing of it can be repeated, nothing after it is read. */
export const bareAnswer = (status: number): string =>
  `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n`;
