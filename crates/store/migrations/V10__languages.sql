-- A site has a file for each language that it speaks (W5, W20): an array of [language, hash in hexadecimal digits], the first language first.
ALTER TABLE site ADD COLUMN site_files_json TEXT NOT NULL DEFAULT '[]';
UPDATE site SET site_files_json = json_array(json_array('en', lower(hex(site_file)))) WHERE site_file IS NOT NULL;
ALTER TABLE site DROP COLUMN site_file;
