require 'json'

module Kitchen
  class Menu
    attr_reader :dishes

    def initialize(path)
      @dishes = JSON.parse(File.read(path), symbolize_names: true)
    end

    def cheap(limit = 10.0)
      dishes.select { |dish| dish[:price] < limit && !dish[:sold] }
    end

    def print_all(out = $stdout)
      dishes.each_with_index do |dish, number|
        out.puts "#{number + 1}.\t#{dish[:name]} \"#{dish[:price]}\"\n"
      end
    end

    def total
      dishes.sum { |dish| dish[:price] }
    end
  end
end
