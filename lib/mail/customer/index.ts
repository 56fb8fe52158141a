export { type CustomerMail, customerMail } from "./customer-mail";
