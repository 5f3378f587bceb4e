mod paragraphs;
mod projects;
mod real_file;
